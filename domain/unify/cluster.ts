import { AverageLink } from './average-link.ts';
import type { LinkOptions } from './average-link.ts';

/** Compared pairs of records, by their numbers; `bits` are log-odds of being one thing. Any order. */
export interface ScoredPairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly bits: Float64Array;
}

/** Decisions of people on records by number. */
export interface HardLinks {
  /** Pairs that belong together. */
  readonly together: readonly (readonly [number, number])[];
  /** Pairs that stay apart, whatever else says. */
  readonly apart: readonly (readonly [number, number])[];
  /** Per record a number of its source, or -1; two records of one number are never together but by a person's word. */
  readonly exclusive?: Int32Array;
}

export interface ClusterOptions extends LinkOptions {
  /** Log-odds are cut to plus and minus this, so that one sure pair cannot outweigh many doubtful ones. */
  readonly limit: number;
}

/** Groups merge from the band on in which a person would be asked (0.6); below it nobody would. */
export const clusterOptions: ClusterOptions = { threshold: Math.log2(0.6 / 0.4), unseen: -6, limit: 10 };

/** An item that is known to be there. */
const at = (items: Int32Array | Float64Array, index: number): number => items[index] ?? 0;

const noLinks: HardLinks = { together: [], apart: [] };

/** Records that could end in one group: connected by pairs of enough evidence, or by a person. */
function components(records: number, pairs: ScoredPairs, hard: HardLinks, threshold: number): Int32Array {
  const parent = Int32Array.from({ length: records }, (_, record) => record);
  const rootOf = (record: number): number => {
    let root = record;
    while (parent[root] !== root) {
      const above = parent[root] ?? root;
      parent[root] = parent[above] ?? above;
      root = parent[root] ?? root;
    }
    return root;
  };
  const join = (a: number, b: number): void => {
    const [x, y] = [rootOf(a), rootOf(b)];
    if (x !== y) parent[Math.max(x, y)] = Math.min(x, y);
  };
  for (let p = 0; p < pairs.bits.length; p += 1) {
    if (at(pairs.bits, p) >= threshold) join(at(pairs.left, p), at(pairs.right, p));
  }
  for (const [a, b] of hard.together) join(a, b);
  for (let record = 0; record < records; record += 1) parent[record] = rootOf(record);
  return parent;
}

/** Indices of the pairs within components, the pairs of each component together, in a fixed order. */
function pairsByComponent(component: Int32Array, { left, right }: ScoredPairs): Int32Array {
  const within = new Int32Array(left.length);
  let count = 0;
  for (let p = 0; p < left.length; p += 1) {
    if (component[at(left, p)] === component[at(right, p)]) within[count++] = p;
  }
  return within
    .subarray(0, count)
    .sort(
      (p, q) =>
        (component[at(left, p)] ?? 0) - (component[at(left, q)] ?? 0) ||
        at(left, p) - at(left, q) ||
        at(right, p) - at(right, q),
    );
}

/**
 * Groups records by average linkage: the two groups with the strongest mean of evidence over all pairs between them merge
 * first, so that a chain of weak links does not. The result depends on the pairs alone, not on their order.
 *
 * @returns for each record the smallest number of its group
 */
export function clusterRecords(
  records: number,
  pairs: ScoredPairs,
  hard: HardLinks = noLinks,
  options: ClusterOptions = clusterOptions,
): Int32Array {
  const component = components(records, pairs, hard, options.threshold);
  const order = pairsByComponent(component, pairs);
  const decided = new Set([...hard.together, ...hard.apart].map(([a]) => component[a] ?? a));
  const labels = Int32Array.from(component);
  const handled = new Set<number>();
  for (let from = 0; from < order.length;) {
    const root = component[pairs.left[at(order, from)] ?? 0] ?? 0;
    let to = from + 1;
    while (to < order.length && component[pairs.left[at(order, to)] ?? 0] === root) to += 1;
    // A single pair that is strong enough to make a component is a group of two.
    if (to - from > 1 || decided.has(root) || hard.exclusive !== undefined) {
      split(
        order.subarray(from, to),
        { pairs, component, hard: linksOf(root, component, hard), options },
        labels,
      );
      handled.add(root);
    }
    from = to;
  }
  for (const root of decided) {
    if (!handled.has(root)) {
      split(new Int32Array(0), { pairs, component, hard: linksOf(root, component, hard), options }, labels);
    }
  }
  return labels;
}

const linksOf = (root: number, component: Int32Array, hard: HardLinks): HardLinks => ({
  ...hard,
  together: hard.together.filter(([a]) => component[a] === root),
  apart: hard.apart.filter(([a, b]) => component[a] === root && component[b] === root),
});

interface Question {
  readonly pairs: ScoredPairs;
  readonly component: Int32Array;
  readonly hard: HardLinks;
  readonly options: ClusterOptions;
}

/** The records of a component in the order of their numbers. */
function recordsOf(indices: Int32Array, pairs: ScoredPairs, hard: HardLinks): number[] {
  const members = new Set<number>();
  for (const p of indices) members.add(at(pairs.left, p)).add(at(pairs.right, p));
  for (const [a, b] of hard.together) members.add(a).add(b);
  return [...members].sort((a, b) => a - b);
}

/** Keeps records of one exclusive source apart. */
function forbidWithinSources(
  records: readonly number[],
  exclusive: Int32Array | undefined,
  link: AverageLink,
): void {
  const bySource = new Map<number, number[]>();
  for (const [local, record] of records.entries()) {
    const source = exclusive?.[record] ?? -1;
    if (source < 0) continue;
    const others = bySource.get(source) ?? [];
    for (const other of others) link.forbid(other, local);
    bySource.set(source, [...others, local]);
  }
}

/** Groups the records of one component and writes their labels. */
function split(indices: Int32Array, { pairs, hard, options }: Question, labels: Int32Array): void {
  const records = recordsOf(indices, pairs, hard);
  const numbers = new Map(records.map((record, index) => [record, index]));
  const local = (record: number): number => numbers.get(record) ?? 0;
  const link = new AverageLink(records.length, options);
  for (const p of indices) {
    const bits = Math.max(-options.limit, Math.min(options.limit, at(pairs.bits, p)));
    link.add({ a: local(at(pairs.left, p)), b: local(at(pairs.right, p)), bits });
  }
  for (const [a, b] of hard.apart) link.forbid(local(a), local(b));
  for (const [a, b] of hard.together) link.join(local(a), local(b));
  forbidWithinSources(records, hard.exclusive, link);
  for (const [index, group] of link.run().entries()) {
    const [record, smallest] = [records[index], records[group]];
    if (record !== undefined && smallest !== undefined) labels[record] = smallest;
  }
}
