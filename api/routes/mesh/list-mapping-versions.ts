import { listMappingVersions } from '../../../platform/database/repositories/mapping-history.ts';
import type { MappingVersion } from '../../../platform/database/repositories/mapping-history.ts';
import { mappingParams, mappingVersionPage, mappingVersionsQuery } from '../../contract/mappings.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { existingMapping } from './existing-mapping.ts';
import { versionView } from './mapping-view.ts';

export const getMappingVersions = endpoint({
  id: 'listMappingVersions',
  method: 'get',
  path: '/mesh/mappings/:mapping_id/versions',
  tag: 'mesh',
  summary: 'Versions of a mapping, newest first: who made them, and why',
  role: 'viewer',
  params: mappingParams,
  query: mappingVersionsQuery,
  replies: { 200: mappingVersionPage },
  handle: async ({ params, query, caller, transaction }, { cursors }) => {
    const { key, row } = await existingMapping(transaction, params.mapping_id);
    const { rows, page } = await paginate(cursors, {
      name: `mapping versions ${params.mapping_id}`,
      tenantId: caller.tenantId,
      query,
      positionOf: (version: MappingVersion) => [version.version],
      fetch: (after, limit) =>
        listMappingVersions(transaction, key, limit, after === undefined ? undefined : Number(after[0])),
    });
    return { status: 200, body: { data: rows.map((version) => versionView(version, row.version)), page } };
  },
});
