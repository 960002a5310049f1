import { sankey } from 'd3-sankey';
import type { SankeyLink, SankeyNode } from 'd3-sankey';
import type { Schemas } from '../../lib/api-client';

export type Graph = Schemas['DclGraph'];
export type GraphNode = Graph['nodes'][number];
export type GraphEdge = Graph['edges'][number];

export interface PlacedNode {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** Where it leaves its source and reaches its target; between them it is `path`, which leaves and arrives along the layers' way. */
  readonly from: Point;
  readonly to: Point;
  readonly path: string;
  readonly width: number;
  /** Its middle: where its tooltip stands. */
  readonly x: number;
  readonly y: number;
}
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** From top to bottom instead of from left to right. */
  readonly upright: boolean;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

interface Own {
  readonly id: string;
  readonly node: GraphNode | null;
  readonly depth: number;
}
interface Flow {
  readonly edge: GraphEdge | null;
}
/** As it goes in: ends by id. */
type Input = Flow & { readonly source: string; readonly target: string; readonly value: number };
type Placed = SankeyNode<Own, Flow>;
type Link = SankeyLink<Own, Flow>;

const nodeWidth = 8;
const padding = 20;
/** Layers are far enough apart for their turned labels. */
const uprightHeight = 740;
const layers = 4;

/** Height of the drawing for so many nodes. */
const heightFor = (nodes: number): number => Math.min(800, 100 + 40 * nodes);

/** A chain over all layers keeps each node in the layer that the API gives it, even where no flow reaches the last one. */
const spine = (): { readonly nodes: Own[]; readonly links: Input[] } => {
  const nodes = Array.from({ length: layers }, (_, depth) => ({
    id: `spine ${String(depth)}`,
    node: null,
    depth,
  }));
  const links = nodes.slice(1).map(({ id }, at) => ({
    source: nodes[at]?.id ?? id,
    target: id,
    value: 0.001,
    edge: null,
  }));
  return { nodes, links };
};

/** Wide where much is mapped, but never so wide that the rest disappears. */
const weight = ({ field_count }: GraphEdge): number => 1 + Math.log2(1 + field_count);

/** Places nodes and edges in an area of this size; layers are the API's, the order within a layer avoids crossings. */
export const layOut = (graph: Graph, size: { readonly width: number; readonly upright: boolean }): Layout => {
  const { width, upright } = size;
  const height = upright ? uprightHeight : heightFor(graph.nodes.length);
  const [along, across] = upright ? [height, width] : [width, height];
  const perLayer = [0, 1, 2, 3].map((depth) => graph.nodes.filter((node) => node.depth === depth).length);
  const chain = spine();
  const lay = sankey<Own, Flow>()
    .nodeId(({ id }) => id)
    .nodeWidth(nodeWidth)
    .nodePadding(Math.min(padding, (across * 0.6) / Math.max(1, ...perLayer)))
    .extent([
      [2, 12],
      [along - 2, across - 12],
    ]);
  // The layout overwrites `depth`: what the API says is looked up by id.
  const depths = new Map(graph.nodes.map(({ id, depth }) => [id, depth]));
  lay.nodeAlign(({ id, node }) =>
    node === null ? Number(id.slice('spine '.length)) : (depths.get(id) ?? 0),
  );
  const flows = graph.edges.map((edge) => ({
    source: edge.source,
    target: edge.target,
    value: weight(edge),
    edge,
  }));
  const { nodes, links } = lay({
    nodes: [...graph.nodes.map((node) => ({ id: node.id, node, depth: node.depth })), ...chain.nodes],
    links: [...flows, ...chain.links],
  });
  return {
    width,
    height,
    upright,
    nodes: nodes.flatMap((placed) => placeNode(placed, upright)),
    edges: links.flatMap((link) => placeEdge(link, upright)),
  };
};

const placeNode = (placed: Placed, upright: boolean): readonly PlacedNode[] => {
  const { node, x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = placed;
  if (node === null) return [];
  const [long, wide] = [Math.max(2, y1 - y0), x1 - x0];
  return [
    upright
      ? { node, x: y0, y: x0, width: long, height: wide }
      : { node, x: x0, y: y0, width: wide, height: long },
  ];
};

const placeEdge = (link: Link, upright: boolean): readonly PlacedEdge[] => {
  const { edge, width = 1, y0 = 0, y1 = 0, source, target } = link;
  if (edge === null || typeof source !== 'object' || typeof target !== 'object') return [];
  const at = (along: number, across: number): Point =>
    upright ? { x: across, y: along } : { x: along, y: across };
  const [start, end] = [source.x1 ?? 0, target.x0 ?? 0];
  const middle = (start + end) / 2;
  const ends = [at(start, y0), at(end, y1)] as const;
  const bends = [at(middle, y0), at(middle, y1)] as const;
  const words = [...bends, ends[1]].map(({ x, y }) => `${x},${y}`);
  return [
    {
      edge,
      from: ends[0],
      to: ends[1],
      path: `M${ends[0].x},${ends[0].y}C${words.join(' ')}`,
      width: Math.max(1.5, width),
      ...at(middle, (y0 + y1) / 2),
    },
  ];
};
