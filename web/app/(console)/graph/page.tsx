import type { Metadata } from 'next';
import { GraphPage } from '../../../features/graph/graph-page';

export const metadata: Metadata = { title: 'DCL Graph' };

export default function Page() {
  return <GraphPage />;
}
