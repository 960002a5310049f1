import { canonicalEntities } from '../../../domain/canonical/canonical-entities.ts';
import { nodeId } from '../../../domain/lineage/node-id.ts';
import { buildGraph } from '../../../domain/lineage/build-graph.ts';
import { withStale } from '../../../domain/lineage/catalogue.ts';
import { currentGeneration } from '../../../platform/database/repositories/dcl-generations.ts';
import { dclGraph, graphQuery } from '../../contract/lineage.ts';
import { endpoint } from '../../endpoint.ts';
import { staleReasons } from './stale-reasons.ts';

export const getGraph = endpoint({
  id: 'getGraph',
  method: 'get',
  path: '/dcl/graph',
  aliases: ['/dcl/graph'],
  tag: 'dcl',
  summary: 'The graph: source → table → ontology → agent, with typed edges, fields, counts and confidence',
  role: 'viewer',
  query: graphQuery,
  replies: { 200: dclGraph },
  handle: async ({ query, transaction }, { lineages }) => {
    const { catalogue, counts, most, seq } = await lineages.counted(transaction);
    const generation = await currentGeneration(transaction);
    const graph = buildGraph(withStale(catalogue, await staleReasons(transaction)), {
      counts,
      nodeLimit: query.nodes,
      fieldLimit: query.fields,
      collapsed: slugsIn(query.collapse),
      expanded: slugsIn(query.expand),
    });
    const golden = new Map(
      Object.values(canonicalEntities).map(({ name }) => [
        nodeId.entity(name),
        generation?.counts?.golden[name] ?? null,
      ]),
    );
    return {
      status: 200,
      body: {
        nodes: graph.nodes.map((node) => ({ ...node, golden: golden.get(node.id) ?? null })),
        edges: graph.edges.map((edge) => ({
          ...edge,
          fields: edge.fields.map((field) => ({ ...field, from: [...field.from] })),
        })),
        grouped_sources: graph.grouped_sources,
        left_out_sources: graph.left_out_sources,
        counted_up_to: most,
        seq,
        generation: generation?.generation ?? null,
      },
    };
  },
});

const slugsIn = (text: string | undefined): ReadonlySet<string> => new Set(text?.split(','));
