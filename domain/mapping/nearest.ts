/** Edits (insert, delete, replace, swap of neighbours) between two short texts: optimal string alignment distance. */
const distance = (left: string, right: string): number => {
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row];
    for (let at = 1; at <= right.length; at += 1) {
      const same = left[row - 1] === right[at - 1];
      let cost = Math.min((last[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + (same ? 0 : 1));
      const swapped = row > 1 && at > 1 && left[row - 1] === right[at - 2] && left[row - 2] === right[at - 1];
      if (swapped) cost = Math.min(cost, (before[at - 2] ?? 0) + 1);
      line.push(cost);
    }
    before = last;
    last = line;
  }
  return last[right.length] ?? 0;
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** `did you mean X?` where a known name is close to the wrong one, else the known names after `otherwise`. */
export const nearest = (wrong: string, known: readonly string[], otherwise: string): string => {
  const target = plain(wrong.slice(0, 100));
  let best: { name: string; cost: number } | null = null;
  for (const name of known) {
    const cost = distance(target, plain(name));
    if (best === null || cost < best.cost) best = { name, cost };
  }
  if (best !== null && best.cost <= Math.max(1, Math.floor(target.length / 3)))
    return `did you mean ${best.name}?`;
  return `${otherwise} ${known.join(', ')}`;
};
