import type { Metadata } from 'next';
import { FlowPage } from '../../../features/flow/flow-page';

export const metadata: Metadata = { title: 'Live Flow' };

export default function Page() {
  return <FlowPage />;
}
