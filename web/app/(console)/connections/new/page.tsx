import type { Metadata } from 'next';
import { NewConnectionPage } from '../../../../features/connections/new-connection-page';

export const metadata: Metadata = { title: 'Connect a source' };

export default function Page() {
  return <NewConnectionPage />;
}
