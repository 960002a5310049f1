import { Fault } from '../../../domain/faults.ts';
import { withStale } from '../../../domain/lineage/catalogue.ts';
import type { LineageSource } from '../../../domain/lineage/catalogue.ts';
import type { LineageNode } from '../../../domain/lineage/lineage.ts';
import { downstreamOf, leavesOf, traceNode } from '../../../domain/lineage/trace.ts';
import { latestInsights } from '../../../platform/database/repositories/lineage-insights.ts';
import { lineageAnswer, lineageParams, lineageQuery } from '../../contract/lineage.ts';
import { endpoint } from '../../endpoint.ts';
import { nodeView } from './node-view.ts';
import { staleReasons } from './stale-reasons.ts';

const insightsTold = 20;

export const getLineage = endpoint({
  id: 'getLineage',
  method: 'get',
  path: '/dcl/lineage/:node_kind/:node_id',
  aliases: ['/api/v1/lineage/:node_kind/:node_id'],
  tag: 'dcl',
  summary:
    'Column-level lineage of anything, both ways: column → rule → canonical field → view column → agent',
  role: 'viewer',
  params: lineageParams,
  query: lineageQuery,
  replies: { 200: lineageAnswer },
  handle: async ({ params, query, transaction }, { lineages }) => {
    const { catalogue, lineage } = await lineages.of(transaction);
    const id = `${params.node_kind}:${params.node_id}`;
    const node = lineage.nodes.get(id);
    const trace = traceNode(lineage, id, query);
    if (node === undefined || trace === undefined)
      throw new Fault('not_found', `There is no ${id}; GET /api/v1/dcl/lineage/search finds what there is`);
    const start = leavesOf(lineage, id);
    const agents = [...start, ...downstreamOf(lineage, start).keys()].filter((each) =>
      each.startsWith('agent:'),
    );
    const insights = await latestInsights(
      transaction,
      agents.map((agent) => agent.slice('agent:'.length)),
      insightsTold,
    );
    return {
      status: 200,
      body: {
        node: nodeView(node),
        nodes: trace.nodes.map((traced) => ({
          ...nodeView(traced),
          steps: traced.steps,
          upstream: traced.upstream,
          downstream: traced.downstream,
        })),
        edges: trace.edges.map((edge) => ({ ...edge })),
        reach: trace.reach,
        left_out: trace.left_out,
        troubled_sources: troubledAmong(
          withStale(catalogue, await staleReasons(transaction)).sources,
          trace.nodes,
        ),
        insights: insights.map((insight) => ({ ...insight })),
      },
    };
  },
});

const troubledAmong = (sources: readonly LineageSource[], nodes: readonly LineageNode[]) => {
  const told = new Set(nodes.map(({ connection_id }) => connection_id));
  return sources.flatMap(({ connectionId, status, reason }) =>
    told.has(connectionId) && status !== 'new' && status !== 'active'
      ? [{ connection_id: connectionId, status, reason }]
      : [],
  );
};
