import type { Trace } from './lineage-queries';

type Edges = Trace['edges'];

const follow = (
  edges: Edges,
  starts: readonly string[],
  step: (edge: Edges[number]) => readonly [near: string, far: string],
): ReadonlySet<string> => {
  const found = new Set(starts);
  let grown = true;
  while (grown) {
    const before = found.size;
    for (const edge of edges) {
      const [near, far] = step(edge);
      if (found.has(near)) found.add(far);
    }
    grown = found.size > before;
  }
  return found;
};

const down = (edges: Edges, starts: readonly string[]): ReadonlySet<string> =>
  follow(edges, starts, ({ source, target }) => [source, target]);
const up = (edges: Edges, starts: readonly string[]): ReadonlySet<string> =>
  follow(edges, starts, ({ source, target }) => [target, source]);

/** Everything upstream and downstream of a node among these edges, itself included. */
export const pathThrough = (edges: Edges, id: string): ReadonlySet<string> =>
  new Set([...down(edges, [id]), ...up(edges, [id])]);

/** Everything on a way between these nodes and another, in either direction, both ends included; empty where there is none. */
export const pathBetween = (edges: Edges, starts: readonly string[], end: string): ReadonlySet<string> => {
  const ways = [
    [down(edges, starts), up(edges, [end])],
    [up(edges, starts), down(edges, [end])],
  ] as const;
  return new Set(ways.flatMap(([from, to]) => [...from].filter((id) => to.has(id))));
};
