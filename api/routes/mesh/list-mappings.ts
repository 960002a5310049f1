import { listMappings } from '../../../platform/database/repositories/mapping-history.ts';
import type { MappingRow } from '../../../platform/database/repositories/mapping-history.ts';
import { mappingPage, mappingsQuery } from '../../contract/mappings.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { mappingView } from './mapping-view.ts';

export const getMappings = endpoint({
  id: 'listMappings',
  method: 'get',
  path: '/mesh/mappings',
  tag: 'mesh',
  summary: 'Active mappings, by connection, stream and entity',
  role: 'viewer',
  query: mappingsQuery,
  replies: { 200: mappingPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { connection_id: connectionId, entity } = query;
    const { rows, page } = await paginate(cursors, {
      name: 'mappings',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: MappingRow) => [row.connection_id, row.stream, row.entity],
      fetch: (after, limit) => {
        const [id = '', stream = '', of = ''] = after?.map(String) ?? [];
        const behind = after === undefined ? undefined : { connectionId: id, stream, entity: of };
        return listMappings(transaction, { connectionId, entity }, limit, behind);
      },
    });
    return { status: 200, body: { data: rows.map(mappingView), page } };
  },
});
