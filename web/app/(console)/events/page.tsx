import type { Metadata } from 'next';
import { EventsPage } from '../../../features/events/events-page';

export const metadata: Metadata = { title: 'Live events' };

export default function Page() {
  return <EventsPage />;
}
