import type { Schemas } from '../../lib/api-client';

type Graph = Schemas['DclGraph'];
type GraphNode = Schemas['GraphNode'];

/** Drawn of each layer; the others are counted. */
const mostDrawn = 9;
export const width = 400;
export const height = 104;
export const barWidth = 6;
const gap = 4;

export interface Bar {
  readonly id: string;
  readonly type: GraphNode['type'];
  readonly trouble: 'late' | 'fails' | undefined;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface Curve {
  readonly id: string;
  /** Of what it leads to. */
  readonly type: GraphNode['type'];
  readonly path: string;
}

const layers = ['source_parent', 'table', 'ontology', 'agent'] as const;

const troubleOf = ({ status }: GraphNode): Bar['trouble'] =>
  status === 'broken' || status === 'degraded'
    ? 'fails'
    : status === 'stale' || status === 'pending'
      ? 'late'
      : undefined;

/** What is in trouble comes first, so that it is never among the ones left out. */
const drawnOf = (nodes: readonly GraphNode[], type: GraphNode['type']): readonly GraphNode[] => {
  const own = nodes.filter((node) => node.type === type);
  const troubled = own.filter((node) => troubleOf(node) !== undefined);
  return [...troubled, ...own.filter((node) => troubleOf(node) === undefined)].slice(0, mostDrawn);
};

const barsOf = (nodes: readonly GraphNode[], depth: number): readonly Bar[] => {
  const size = (height - gap * (nodes.length - 1)) / Math.max(1, nodes.length);
  // In the middle of its quarter, where the words above it stand.
  const x = ((depth + 0.5) * width) / layers.length - barWidth / 2;
  return nodes.map((node, at) => ({
    id: node.id,
    type: node.type,
    trouble: troubleOf(node),
    x,
    y: at * (size + gap),
    height: size,
  }));
};

const curveBetween = (from: Bar, to: Bar): string => {
  const [x0, y0] = [from.x + barWidth, from.y + from.height / 2];
  const [x1, y1] = [to.x, to.y + to.height / 2];
  const middle = (x0 + x1) / 2;
  return `M${[x0, y0].join(' ')}C${[middle, y0, middle, y1, x1, y1].map((each) => each.toFixed(1)).join(' ')}`;
};

/** A graph as bars in four columns with lines between: a sketch that needs no layout. */
export const sketchOf = ({
  nodes,
  edges,
}: Pick<Graph, 'nodes' | 'edges'>): { readonly bars: readonly Bar[]; readonly curves: readonly Curve[] } => {
  const bars = layers.flatMap((type, depth) => barsOf(drawnOf(nodes, type), depth));
  const byId = new Map(bars.map((bar) => [bar.id, bar]));
  const curves = edges.flatMap(({ id, source, target }) => {
    const [from, to] = [byId.get(source), byId.get(target)];
    return from === undefined || to === undefined
      ? []
      : [{ id, type: to.type, path: curveBetween(from, to) }];
  });
  return { bars, curves };
};

export interface Layer {
  readonly type: GraphNode['type'];
  readonly count: number;
  /** Nodes that fail, and those that are late or wait for a ticket. */
  readonly fails: number;
  readonly late: number;
}

/** How many there are of each layer; tables that stand as one node count each. */
export const layersOf = ({ nodes, left_out_sources: leftOut }: Graph): readonly Layer[] =>
  layers.map((type) => {
    const own = nodes.filter((node) => node.type === type);
    const count =
      type === 'table'
        ? nodes.reduce((sum, node) => sum + (node.type === 'source_parent' ? node.tables : 0), 0)
        : own.length + (type === 'source_parent' ? leftOut : 0);
    const inTrouble = (kind: Bar['trouble']): number => own.filter((node) => troubleOf(node) === kind).length;
    return { type, count, fails: inTrouble('fails'), late: inTrouble('late') };
  });
