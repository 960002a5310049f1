import type { Metadata } from 'next';
import { TicketPage } from '../../../../../features/monitor/ticket-page';

export const metadata: Metadata = { title: 'Drift ticket' };

export default function Page() {
  return <TicketPage />;
}
