import type { Metadata } from 'next';
import { DashboardPage } from '../../../features/dashboard/dashboard-page';
import { operationsRequest, rangeOf } from '../../../features/dashboard/operations-query';
import { AskedAhead } from '../../asked-ahead';
import type { PageWithAddress } from '../../asked-ahead';

export const metadata: Metadata = { title: 'Dashboard' };

export default function Page({ searchParams }: PageWithAddress) {
  return (
    <>
      <AskedAhead
        search={searchParams}
        request={(params) => (params.has('persona') ? undefined : operationsRequest(rangeOf(params)))}
      />
      <DashboardPage />
    </>
  );
}
