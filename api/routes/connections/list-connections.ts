import { listConnections } from '../../../platform/database/repositories/connection-settings.ts';
import type { ListedConnection } from '../../../platform/database/repositories/connection-settings.ts';
import { connectionPage, connectionsQuery } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';
import { connectionView } from './connection-view.ts';

export const getConnections = endpoint({
  id: 'listConnections',
  method: 'get',
  path: '/connections',
  tag: 'connections',
  summary: 'Connections of the tenant, newest first',
  role: 'viewer',
  query: connectionsQuery,
  replies: { 200: connectionPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { system, status } = query;
    const { rows, page } = await paginate(cursors, {
      name: 'connections',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedConnection) => [row.position, row.connection_id],
      fetch: (after, limit) => listConnections(transaction, { system, status }, limit, timePosition(after)),
    });
    return { status: 200, body: { data: rows.map(connectionView), page } };
  },
});
