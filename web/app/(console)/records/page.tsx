import type { Metadata } from 'next';
import { RecordsPage } from '../../../features/records/records-page';
import { recordFilter, recordsRequest } from '../../../features/records/record-queries';
import { AskedAhead } from '../../asked-ahead';
import type { PageWithAddress } from '../../asked-ahead';

export const metadata: Metadata = { title: 'Records' };

export default function Page({ searchParams }: PageWithAddress) {
  return (
    <>
      <AskedAhead search={searchParams} request={(params) => recordsRequest(recordFilter(params))} />
      <RecordsPage />
    </>
  );
}
