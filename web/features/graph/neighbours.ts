import type { Graph } from './layout';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
export const isArrow = (key: string): key is Arrow => /^Arrow(Left|Right|Up|Down)$/.test(key);

/** Ids that data reaches from a node and that reach it, the node included. */
export const connectedWith = ({ edges }: Pick<Graph, 'edges'>, id: string): ReadonlySet<string> => {
  const grow = (near: 'source' | 'target', far: 'source' | 'target'): Set<string> => {
    const found = new Set([id]);
    // Four layers: three steps reach everything.
    for (let step = 0; step < 3; step += 1)
      for (const edge of edges) if (found.has(edge[near])) found.add(edge[far]);
    return found;
  };
  return new Set([...grow('source', 'target'), ...grow('target', 'source')]);
};

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

/** The part of a graph that its filters leave: what is connected with a source or an agent, and edges of a status. */
export const filtered = (
  graph: Graph,
  { source, agent, status }: { readonly source: string; readonly agent: string; readonly status: string },
): Graph => {
  const chosen = [source, agent].filter((id) => id !== '');
  const sets = chosen.map((id) => connectedWith(graph, id));
  const inStatus = new Set(graph.nodes.filter((node) => node.status === status).map(({ id }) => id));
  const linked = new Set([...inStatus].flatMap((id) => [...connectedWith(graph, id)]));
  const kept = graph.nodes.filter(
    ({ id }) => sets.every((set) => set.has(id)) && (status === '' || linked.has(id)),
  );
  const ids = new Set(kept.map(({ id }) => id));
  return {
    ...graph,
    nodes: kept,
    edges: graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
  };
};
