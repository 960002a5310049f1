import type { Metadata } from 'next';
import { QuarantinePage } from '../../../features/quarantine/quarantine-page';

export const metadata: Metadata = { title: 'Quarantine' };

export default function Page() {
  return <QuarantinePage />;
}
