import type { Metadata } from 'next';
import { ConnectionsPage } from '../../../features/connections/connections-page';
import { connectionFilter, connectionsRequest } from '../../../features/connections/connection-list';
import { AskedAhead } from '../../asked-ahead';
import type { PageWithAddress } from '../../asked-ahead';

export const metadata: Metadata = { title: 'Connections' };

export default function Page({ searchParams }: PageWithAddress) {
  return (
    <>
      <AskedAhead search={searchParams} request={(params) => connectionsRequest(connectionFilter(params))} />
      <ConnectionsPage />
    </>
  );
}
