import type { Metadata } from 'next';
import { RecordPage } from '../../../../../features/records/record-page';

export const metadata: Metadata = { title: 'Record' };

export default function Page() {
  return <RecordPage />;
}
