import { connectionParams, deleteConnectionQuery } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { connectionView } from './connection-view.ts';
import { existingConnection } from './existing-connection.ts';
import { removeSettled } from './remove-settled.ts';

/** What was read stays in the stream, and the slug stays taken, since record keys begin with it. */
export const removeConnection = endpoint({
  id: 'deleteConnection',
  method: 'delete',
  path: '/connections/:connection_id',
  tag: 'connections',
  summary: 'Delete a connection and its credentials; its records stay',
  role: 'admin',
  params: connectionParams,
  query: deleteConnectionQuery,
  replies: { 204: null },
  handle: async ({ params, query, caller, transaction, traceId, note }) => {
    const row = await existingConnection(transaction, params.connection_id, 'for update');
    await removeSettled(transaction, row, query.cancel_tasks === 'true' ? caller.userId : null, traceId);
    note({ subject: { kind: 'connection', id: row.connection_id }, before: connectionView(row) });
    return { status: 204 };
  },
});
