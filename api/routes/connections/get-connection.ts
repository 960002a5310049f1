import { findConnectionWithCredentials } from '../../../platform/database/repositories/connection-settings.ts';
import { connectionDetail, connectionParams } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { detailOf, etagOf } from './connection-view.ts';
import { openCredentials } from './credentials.ts';
import { noConnection } from './existing-connection.ts';

export const getConnection = endpoint({
  id: 'getConnection',
  method: 'get',
  path: '/connections/:connection_id',
  tag: 'connections',
  summary: 'A connection with its settings; credentials are never returned, only which are set',
  role: 'viewer',
  params: connectionParams,
  replies: { 200: connectionDetail },
  handle: async ({ params, transaction }, deps) => {
    const row = await findConnectionWithCredentials(transaction, params.connection_id);
    if (row === undefined) throw noConnection(params.connection_id);
    const credentials = await openCredentials(transaction, row.connection_id, row.sealed, deps);
    return { status: 200, headers: etagOf(row), body: detailOf(row, credentials) };
  },
});
