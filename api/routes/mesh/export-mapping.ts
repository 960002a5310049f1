import { mappingExportQuery, mappingParams } from '../../contract/mappings.ts';
import { endpoint } from '../../endpoint.ts';
import { existingMapping, existingVersion } from './existing-mapping.ts';

export const getMappingExport = endpoint({
  id: 'exportMapping',
  method: 'get',
  path: '/mesh/mappings/:mapping_id/export',
  tag: 'mesh',
  summary: 'A version of a mapping as a YAML file',
  role: 'viewer',
  params: mappingParams,
  query: mappingExportQuery,
  replies: { 200: { contentType: 'application/yaml; charset=utf-8', description: 'The mapping as YAML' } },
  handle: async ({ params, query, transaction }) => {
    const { key, row } = await existingMapping(transaction, params.mapping_id);
    const { document, version } = await existingVersion(transaction, key, query.version ?? row.version);
    const name = `${row.slug}.${row.stream}.${row.entity}.v${version}`.replaceAll(/[^\w.-]/g, '_');
    return {
      status: 200,
      headers: { 'Content-Disposition': `attachment; filename="${name}.yaml"` },
      send: (response) => void response.end(document),
    };
  },
});
