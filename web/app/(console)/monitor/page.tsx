import type { Metadata } from 'next';
import { MonitorPage } from '../../../features/monitor/monitor-page';
import { daysOf, figuresRequest } from '../../../features/monitor/monitor-queries';
import { AskedAhead } from '../../asked-ahead';
import type { PageWithAddress } from '../../asked-ahead';

export const metadata: Metadata = { title: 'Monitor' };

export default function Page({ searchParams }: PageWithAddress) {
  return (
    <>
      <AskedAhead search={searchParams} request={(params) => figuresRequest(daysOf(params))} />
      <MonitorPage />
    </>
  );
}
