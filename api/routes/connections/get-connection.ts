import { connectionDetail, connectionParams } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { connectionDetailView, etagOf } from './connection-view.ts';
import { existingConnection } from './existing-connection.ts';

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
    const row = await existingConnection(transaction, params.connection_id);
    return {
      status: 200,
      headers: etagOf(row),
      body: await connectionDetailView(transaction, row, deps),
    };
  },
});
