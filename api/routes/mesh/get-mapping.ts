import { mappingDetail, mappingParams } from '../../contract/mappings.ts';
import { endpoint } from '../../endpoint.ts';
import { existingMapping } from './existing-mapping.ts';
import { mappingView, parsedView } from './mapping-view.ts';

export const getMapping = endpoint({
  id: 'getMapping',
  method: 'get',
  path: '/mesh/mappings/:mapping_id',
  tag: 'mesh',
  summary: 'A mapping with its active version: YAML and rules',
  role: 'viewer',
  params: mappingParams,
  replies: { 200: mappingDetail },
  handle: async ({ params, transaction }) => {
    const { row } = await existingMapping(transaction, params.mapping_id);
    return {
      status: 200,
      headers: { ETag: `"${row.newest}"` },
      body: { ...mappingView(row), document: row.document, parsed: parsedView(row.document) },
    };
  },
});
