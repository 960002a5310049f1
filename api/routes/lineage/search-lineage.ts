import { searchLineage } from '../../../domain/lineage/search.ts';
import { searchAnswer, searchQuery } from '../../contract/lineage.ts';
import { endpoint } from '../../endpoint.ts';
import { nodeView } from './node-view.ts';

export const getLineageSearch = endpoint({
  id: 'searchLineage',
  method: 'get',
  path: '/dcl/lineage/search',
  aliases: ['/api/v1/lineage/search'],
  tag: 'dcl',
  summary: 'Find sources, tables, columns, canonical fields, views and agents by name',
  role: 'viewer',
  query: searchQuery,
  replies: { 200: searchAnswer },
  handle: async ({ query: { q, kind, limit }, transaction }, { lineages }) => {
    const { lineage } = await lineages.of(transaction);
    const { nodes, total } = searchLineage(lineage, { query: q, kind, limit });
    return { status: 200, body: { data: nodes.map(nodeView), total } };
  },
});
