import type { Trace } from './lineage-queries';

const follow = (
  edges: Trace['edges'],
  start: string,
  step: (edge: Trace['edges'][number]) => readonly [near: string, far: string],
): readonly string[] => {
  const found = new Set([start]);
  let grown = true;
  while (grown) {
    const before = found.size;
    for (const edge of edges) {
      const [near, far] = step(edge);
      if (found.has(near)) found.add(far);
    }
    grown = found.size > before;
  }
  return [...found];
};

/** Everything upstream and downstream of a node among these edges, itself included. */
export const pathThrough = (edges: Trace['edges'], id: string): ReadonlySet<string> =>
  new Set([
    ...follow(edges, id, ({ source, target }) => [source, target]),
    ...follow(edges, id, ({ source, target }) => [target, source]),
  ]);
