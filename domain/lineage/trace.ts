import type { Lineage, LineageEdge, LineageNode } from './lineage.ts';

export const directions = ['up', 'down', 'both'] as const;
export type Direction = (typeof directions)[number];

export interface TraceOptions {
  readonly direction: Direction;
  /** Steps away from the start, each way. */
  readonly steps: number;
  /** Most nodes that are told, the nearest first; the start always is. */
  readonly limit: number;
}

/** A node with the number of nodes that it is directly connected with. */
export interface TracedNode extends LineageNode {
  readonly steps: number;
  readonly upstream: number;
  readonly downstream: number;
}

export interface Trace {
  readonly nodes: readonly TracedNode[];
  readonly edges: readonly LineageEdge[];
  /** Nodes within reach of any number of steps, the start left out. */
  readonly reach: { readonly up: number; readonly down: number };
  /** Nodes within the steps asked for that the limit left out. */
  readonly left_out: number;
}

/** Everything that a node holds and that data flows through: itself, or the leaves of a holder. */
export const leavesOf = (lineage: Lineage, id: string): readonly string[] => {
  const held = lineage.held.get(id);
  if (held === undefined) return [id];
  return held.flatMap((inner) => leavesOf(lineage, inner));
};

/** Ids within reach by steps, the start left out; nearer ones first, then in the lineage's order of edges. */
const within = (
  edgesOf: ReadonlyMap<string, readonly LineageEdge[]>,
  end: 'source' | 'target',
  start: readonly string[],
  steps: number,
): ReadonlyMap<string, number> => {
  const found = new Map<string, number>(start.map((id) => [id, 0]));
  let front = start;
  for (let step = 1; step <= steps && front.length > 0; step += 1) {
    const next: string[] = [];
    for (const id of front)
      for (const edge of edgesOf.get(id) ?? []) {
        if (found.has(edge[end])) continue;
        found.set(edge[end], step);
        next.push(edge[end]);
      }
    front = next;
  }
  for (const id of start) found.delete(id);
  return found;
};

/** Ids that data reaches from these nodes, with the steps that it takes. */
export const downstreamOf = (
  lineage: Lineage,
  start: readonly string[],
  steps = Infinity,
): ReadonlyMap<string, number> => within(lineage.down, 'target', start, steps);

/** Ids whose data reaches these nodes, with the steps that it takes. */
export const upstreamOf = (
  lineage: Lineage,
  start: readonly string[],
  steps = Infinity,
): ReadonlyMap<string, number> => within(lineage.up, 'source', start, steps);

/** What is upstream and downstream of a node, or of all that it holds; undefined where there is no such node. */
export const traceNode = (lineage: Lineage, id: string, options: TraceOptions): Trace | undefined => {
  if (!lineage.nodes.has(id)) return undefined;
  const start = leavesOf(lineage, id);
  const up = upstreamOf(lineage, start);
  const down = downstreamOf(lineage, start);
  const shown = new Map<string, number>([[id, 0]]);
  // Leaves of a holder count as its own: they come right behind it.
  for (const leaf of start) shown.set(leaf, 0);
  const sides = [options.direction === 'down' ? [] : up, options.direction === 'up' ? [] : down];
  for (const side of sides)
    for (const [node, steps] of side) if (steps <= options.steps) shown.set(node, steps);
  const nearest = [...shown].sort(([, a], [, b]) => a - b);
  const kept = new Map(nearest.slice(0, options.limit));
  return {
    nodes: [...kept].flatMap(([node, steps]) => tracedNode(lineage, node, steps)),
    edges: edgesAmong(lineage, kept),
    reach: { up: up.size, down: down.size },
    left_out: shown.size - kept.size,
  };
};

const tracedNode = (lineage: Lineage, id: string, steps: number): readonly TracedNode[] => {
  const node = lineage.nodes.get(id);
  if (node === undefined) return [];
  const [upstream, downstream] = [lineage.up.get(id)?.length ?? 0, lineage.down.get(id)?.length ?? 0];
  return [{ ...node, steps, upstream, downstream }];
};

const edgesAmong = (lineage: Lineage, kept: ReadonlyMap<string, unknown>): readonly LineageEdge[] =>
  [...kept.keys()].flatMap((id) => (lineage.down.get(id) ?? []).filter(({ target }) => kept.has(target)));
