import type { Metadata } from 'next';
import { GraphPage } from '../../../features/graph/graph-page';
import { graphRequest, tablesOf } from '../../../features/lineage/lineage-queries';
import { AskedAhead } from '../../asked-ahead';
import type { PageWithAddress } from '../../asked-ahead';

export const metadata: Metadata = { title: 'DCL Graph' };

export default function Page({ searchParams }: PageWithAddress) {
  return (
    <>
      <AskedAhead search={searchParams} request={(params) => graphRequest(tablesOf(params))} />
      <GraphPage />
    </>
  );
}
