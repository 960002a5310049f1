/** A frequent-items summary: what was counted, with counts that are never too high. */
export type TopCounts<Key> = readonly (readonly [Key, number])[];

/** Sorts by count, then by key, so that equal content looks equal. */
const ordered = <Key extends string | number>(counts: Iterable<readonly [Key, number]>): [Key, number][] =>
  [...counts]
    .map(([key, count]): [Key, number] => [key, count])
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : a > b ? 1 : 0));

/** Brings a summary back under its capacity: everything loses the count of the first that has to go. */
function shrink<Key extends string | number>(counts: Map<Key, number>, capacity: number): void {
  if (counts.size <= capacity) return;
  const cut = ordered(counts)[capacity]?.[1] ?? 0;
  for (const [key, count] of counts) {
    if (count > cut) counts.set(key, count - cut);
    else counts.delete(key);
  }
}

/**
 * Counts into a summary of bounded size (Misra and Gries 1982); exact while no more than `capacity` different keys
 * are met. Shrinking waits until twice the capacity is held, which keeps the cost per item constant.
 */
export function countInto<Key extends string | number>(
  counts: Map<Key, number>,
  key: Key,
  capacity: number,
): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
  if (counts.size >= 2 * capacity) shrink(counts, capacity);
}

/** The summary as data, the most frequent first. */
export function topCounts<Key extends string | number>(
  counts: ReadonlyMap<Key, number>,
  capacity: number,
): TopCounts<Key> {
  const copy = new Map(counts);
  shrink(copy, capacity);
  return ordered(copy);
}

/** Two summaries as one (Agarwal et al. 2012, Mergeable Summaries). */
export function mergeCounts<Key extends string | number>(
  a: TopCounts<Key>,
  b: TopCounts<Key>,
  capacity: number,
): TopCounts<Key> {
  const counts = new Map(a);
  for (const [key, count] of b) counts.set(key, (counts.get(key) ?? 0) + count);
  return topCounts(counts, capacity);
}
