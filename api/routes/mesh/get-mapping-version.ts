import { mappingVersionDetail, mappingVersionParams } from '../../contract/mappings.ts';
import { endpoint } from '../../endpoint.ts';
import { existingMapping, existingVersion } from './existing-mapping.ts';
import { parsedView, versionView } from './mapping-view.ts';

export const getMappingVersion = endpoint({
  id: 'getMappingVersion',
  method: 'get',
  path: '/mesh/mappings/:mapping_id/versions/:version',
  tag: 'mesh',
  summary: 'One version of a mapping',
  role: 'viewer',
  params: mappingVersionParams,
  replies: { 200: mappingVersionDetail },
  handle: async ({ params, transaction }) => {
    const { key, row } = await existingMapping(transaction, params.mapping_id);
    const version = await existingVersion(transaction, key, params.version);
    const { document } = version;
    const body = { mapping_id: params.mapping_id, ...versionView(version, row.version), document };
    return { status: 200, body: { ...body, parsed: parsedView(document) } };
  },
});
