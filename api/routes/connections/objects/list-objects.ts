import { newestIngests, sourceObjects } from '../../../../platform/database/repositories/source-objects.ts';
import type { ObjectRow } from '../../../../platform/database/repositories/source-objects.ts';
import { connectionParams } from '../../../contract/connections.ts';
import { objectsQuery, sourceObjectPage } from '../../../contract/objects.ts';
import { endpoint } from '../../../endpoint.ts';
import { paginate } from '../../../gateway/paginate.ts';
import { existingConnection } from '../existing-connection.ts';
import { objectView } from './object-view.ts';

export const getObjects = endpoint({
  id: 'listObjects',
  method: 'get',
  path: '/connections/:connection_id/objects',
  tag: 'connections',
  summary: 'How each object of a connection stands, by name: last read, its events, held records, tickets',
  role: 'viewer',
  params: connectionParams,
  query: objectsQuery,
  replies: { 200: sourceObjectPage },
  handle: async ({ params, query, caller, transaction }, { cursors }) => {
    const { connection_id: id } = await existingConnection(transaction, params.connection_id);
    const { rows, page } = await paginate(cursors, {
      name: `objects ${id}`,
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ObjectRow) => [row.object],
      fetch: (after, limit) =>
        sourceObjects(transaction, id, {
          after: after === undefined ? undefined : String(after[0]),
          object: query.object,
          limit,
        }),
    });
    const ingests = await newestIngests(transaction, id);
    return { status: 200, body: { data: rows.map((row) => objectView(row, ingests)), page } };
  },
});
