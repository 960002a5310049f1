import { diffMappings } from '../../../domain/mapping/diff.ts';
import { parseMapping } from '../../../domain/mapping/parse.ts';
import { mappingDiff, mappingDiffQuery, mappingParams } from '../../contract/mappings.ts';
import { endpoint } from '../../endpoint.ts';
import { existingMapping, existingVersion } from './existing-mapping.ts';

export const getMappingDiff = endpoint({
  id: 'diffMapping',
  method: 'get',
  path: '/mesh/mappings/:mapping_id/diff',
  tag: 'mesh',
  summary: 'What differs between two versions of a mapping',
  role: 'viewer',
  params: mappingParams,
  query: mappingDiffQuery,
  replies: { 200: mappingDiff },
  handle: async ({ params, query, transaction }) => {
    const { key } = await existingMapping(transaction, params.mapping_id);
    const before = await existingVersion(transaction, key, query.from);
    const after = await existingVersion(transaction, key, query.to);
    const changes = diffMappings(parseMapping(before.document), parseMapping(after.document));
    return {
      status: 200,
      body: {
        from: query.from,
        to: query.to,
        changes: changes.map((change) => ({ ...change, properties: [...change.properties] })),
      },
    };
  },
});
