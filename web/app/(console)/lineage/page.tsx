import type { Metadata } from 'next';
import { LineagePage } from '../../../features/lineage/lineage-page';

export const metadata: Metadata = { title: 'Data Lineage' };

export default function Page() {
  return <LineagePage />;
}
