import type { Graph, GraphEdge } from './layout';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
export const isArrow = (key: string): key is Arrow => /^Arrow(Left|Right|Up|Down)$/.test(key);

type Edges = Pick<Graph, 'edges'>;

const grow = ({ edges }: Edges, id: string, near: 'source' | 'target'): ReadonlySet<string> => {
  const far = near === 'source' ? 'target' : 'source';
  const found = new Set([id]);
  // Four layers: three steps reach everything.
  for (let step = 0; step < 3; step += 1)
    for (const edge of edges) if (found.has(edge[near])) found.add(edge[far]);
  return found;
};

/** Ids that data reaches from a node and that reach it, the node included. */
export const connectedWith = (graph: Edges, id: string): ReadonlySet<string> =>
  new Set([...grow(graph, id, 'source'), ...grow(graph, id, 'target')]);

/** Where an arrow key leads: along an edge, or to the next node of the layer; undefined at an end. */
export const nextNode = (
  { nodes, edges }: Graph,
  id: string,
  arrow: Arrow,
  upright: boolean,
): string | undefined => {
  const forward = upright ? 'ArrowDown' : 'ArrowRight';
  const back = upright ? 'ArrowUp' : 'ArrowLeft';
  if (arrow === forward) return edges.find(({ source }) => source === id)?.target;
  if (arrow === back) return edges.find(({ target }) => target === id)?.source;
  const here = nodes.find((node) => node.id === id);
  const layer = nodes.filter(({ depth }) => depth === here?.depth);
  const at = layer.findIndex((node) => node.id === id);
  return layer[at + (arrow === 'ArrowUp' || arrow === 'ArrowLeft' ? -1 : 1)]?.id;
};

/** How sure a mapping is, by the thresholds at which repairs wait and are applied; `set` where no repair gave it its form. */
export const bands = ['low', 'middle', 'high', 'set'] as const;
export type Band = (typeof bands)[number];

const lowBelow = 0.6;
const highAbove = 0.85;

/** The band of a mapping's edge; undefined for edges that map nothing. */
const bandOf = ({ target, confidence }: GraphEdge): Band | undefined => {
  if (!target.startsWith('entity:')) return undefined;
  if (confidence === null) return 'set';
  return confidence < lowBelow ? 'low' : confidence > highAbove ? 'high' : 'middle';
};

export interface GraphFilters {
  /** Ids of nodes, and a status; empty for all. */
  readonly source: string;
  readonly agent: string;
  readonly status: string;
  readonly sure: Band | '';
}

/** The part of a graph that its filters leave: what is connected with a source, an agent, nodes of a status, mappings of a band. */
export const filtered = (graph: Graph, { source, agent, status, sure }: GraphFilters): Graph => {
  const sets = [source, agent].filter((id) => id !== '').map((id) => connectedWith(graph, id));
  if (status !== '') {
    const inStatus = graph.nodes.filter((node) => node.status === status);
    sets.push(new Set(inStatus.flatMap(({ id }) => [...connectedWith(graph, id)])));
  }
  if (sure !== '') {
    const inBand = graph.edges.filter((edge) => bandOf(edge) === sure);
    sets.push(
      new Set(
        inBand.flatMap((edge) => [
          ...grow(graph, edge.source, 'target'),
          ...grow(graph, edge.target, 'source'),
        ]),
      ),
    );
  }
  const nodes = graph.nodes.filter(({ id }) => sets.every((set) => set.has(id)));
  const ids = new Set(nodes.map(({ id }) => id));
  const isWanted = (edge: GraphEdge): boolean => sure === '' || [sure, undefined].includes(bandOf(edge));
  return {
    ...graph,
    nodes,
    edges: graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target) && isWanted(edge)),
  };
};
