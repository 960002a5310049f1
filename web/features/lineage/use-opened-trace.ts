'use client';

import { useQueries } from '@tanstack/react-query';
import { traceQuery } from './lineage-queries';
import type { Trace } from './lineage-queries';
import type { TraceView } from './trace-view';

export type Traced = Trace['nodes'][number];
type Shown = Pick<Trace, 'nodes' | 'edges' | 'troubled_sources'>;

/** A trace with the direct neighbours of the nodes that were opened in it. */
export const useOpenedTrace = (trace: Trace, { open, direction }: TraceView) =>
  useQueries({
    queries: open.map((id) => traceQuery(id, direction, 1)),
    combine: (answers) => ({
      ...together([trace, ...answers.flatMap(({ data }) => data ?? [])]),
      loading: answers.some(({ isPending }) => isPending),
      error: answers.find(({ error }) => error !== null)?.error ?? null,
    }),
  });

const together = (traces: readonly Shown[]): Shown => {
  const nodes = new Map<string, Traced>();
  const edges = new Map<string, Trace['edges'][number]>();
  const troubled = new Map<string, Trace['troubled_sources'][number]>();
  for (const trace of traces) {
    for (const node of trace.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
    for (const edge of trace.edges) edges.set(`${edge.source}\n${edge.target}`, edge);
    for (const source of trace.troubled_sources) troubled.set(source.connection_id, source);
  }
  return {
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    troubled_sources: [...troubled.values()],
  };
};
