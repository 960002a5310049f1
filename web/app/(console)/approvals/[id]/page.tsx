import type { Metadata } from 'next';
import { RepairPage } from '../../../../features/approvals/repair-page';

export const metadata: Metadata = { title: 'Repair' };

export default function Page() {
  return <RepairPage />;
}
