import type { Metadata } from 'next';
import { MonitorPage } from '../../../features/monitor/monitor-page';

export const metadata: Metadata = { title: 'Monitor' };

export default function Page() {
  return <MonitorPage />;
}
