import type { Metadata } from 'next';
import { ApprovalsPage } from '../../../features/approvals/approvals-page';
import { firstRepairs, repairFilter } from '../../../features/approvals/repair-queries';
import { AskedAhead } from '../../asked-ahead';
import type { PageWithAddress } from '../../asked-ahead';

export const metadata: Metadata = { title: 'Approvals' };

export default function Page({ searchParams }: PageWithAddress) {
  return (
    <>
      <AskedAhead search={searchParams} request={(params) => firstRepairs(repairFilter(params))} />
      <ApprovalsPage />
    </>
  );
}
