/**
 * Statistics of one field's values as a sketch: plain JSON of bounded size (some 5 kB), exact to merge, without any value
 * in clear save the range of numbers. Built by `profile-sketch.ts`.
 */
import type { TopCounts } from './top-counts.ts';
import { mergeCounts } from './top-counts.ts';

/** How many of the smallest hashes are kept; the distinct count is then right within about 6 % (one sigma). */
export const keptHashes = 256;
export const keptTops = 32;
export const keptMasks = 16;
/** Hashes are whole numbers from 0 to this, exclusive. */
export const hashSpace = 2 ** 48;

export const characterClasses = [
  'digit',
  'lower',
  'upper',
  'space',
  'at',
  'dot',
  'dash',
  'slash',
  'colon',
  'other',
] as const;
export const jsonKinds = ['string', 'number', 'boolean', 'object', 'array'] as const;
export type JsonKind = (typeof jsonKinds)[number];

export interface FieldProfile {
  readonly v: 1;
  /** Rows that hold the path, null or not. */
  readonly count: number;
  /** Rows whose document has no such path. */
  readonly absent: number;
  readonly nulls: number;
  /** Texts of no character. */
  readonly empties: number;
  readonly kinds: Readonly<Record<JsonKind, number>>;
  /** Values by length in UTF-16 units: 0 … 15 one by one, then three bins an octave. */
  readonly lengths: readonly number[];
  /** Characters by class, in the order of `characterClasses`, over the first 64 of each value. */
  readonly characters: readonly number[];
  /** Numbers by magnitude: four bins a decade from 1e-8 to 1e12. */
  readonly magnitudes: readonly number[];
  readonly zeros: number;
  readonly negatives: number;
  readonly smallest: number | null;
  readonly largest: number | null;
  /** Largest first and second number in values like `12/31/2024`: tells day-first from month-first. */
  readonly dateParts: readonly [number, number];
  /** The commonest shapes: digits as 9, letters as a, runs of letters cut to one. */
  readonly masks: TopCounts<string>;
  /** The commonest values' hashes. */
  readonly top: TopCounts<number>;
  /** The smallest distinct hashes, ascending: a uniform sample of the distinct values. */
  readonly hashes: readonly number[];
}

const addLists = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, at) => (a[at] ?? 0) + (b[at] ?? 0));

const pick = (choose: (...numbers: number[]) => number, a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : choose(a, b);

/** Two profiles of different rows of one field as one. Commutative; associative but for the tops' lower bounds. */
export function mergeProfiles(a: FieldProfile, b: FieldProfile): FieldProfile {
  return {
    v: 1,
    count: a.count + b.count,
    absent: a.absent + b.absent,
    nulls: a.nulls + b.nulls,
    empties: a.empties + b.empties,
    kinds: {
      string: a.kinds.string + b.kinds.string,
      number: a.kinds.number + b.kinds.number,
      boolean: a.kinds.boolean + b.kinds.boolean,
      object: a.kinds.object + b.kinds.object,
      array: a.kinds.array + b.kinds.array,
    },
    lengths: addLists(a.lengths, b.lengths),
    characters: addLists(a.characters, b.characters),
    magnitudes: addLists(a.magnitudes, b.magnitudes),
    zeros: a.zeros + b.zeros,
    negatives: a.negatives + b.negatives,
    smallest: pick(Math.min, a.smallest, b.smallest),
    largest: pick(Math.max, a.largest, b.largest),
    dateParts: [Math.max(a.dateParts[0], b.dateParts[0]), Math.max(a.dateParts[1], b.dateParts[1])],
    masks: mergeCounts(a.masks, b.masks, keptMasks),
    top: mergeCounts(a.top, b.top, keptTops),
    hashes: [...new Set([...a.hashes, ...b.hashes])].sort((x, y) => x - y).slice(0, keptHashes),
  };
}

/** Values that are neither null nor absent. */
export const present = (profile: FieldProfile): number => profile.count - profile.nulls;

/** Share of the rows that hold the path with null, 0–1. */
export const nullRate = (profile: FieldProfile): number =>
  profile.count === 0 ? 0 : profile.nulls / profile.count;

/** Estimated number of distinct values (k minimum values: Bar-Yossef et al. 2002); exact below `keptHashes`. */
export function distinctCount(profile: FieldProfile): number {
  const last = profile.hashes.at(-1);
  if (last === undefined || profile.hashes.length < keptHashes) return profile.hashes.length;
  return Math.min(present(profile), Math.round(((keptHashes - 1) * hashSpace) / last));
}

/** Distinct values per value, 0–1. */
export const distinctRatio = (profile: FieldProfile): number =>
  present(profile) === 0 ? 0 : distinctCount(profile) / present(profile);

/** Estimated share of the smaller field's distinct values that the other field has too, 0–1. */
export function valueOverlap(a: FieldProfile, b: FieldProfile): number {
  if (a.hashes.length === 0 || b.hashes.length === 0) return 0;
  const limit = Math.min(
    a.hashes.length < keptHashes ? hashSpace : (a.hashes.at(-1) ?? 0),
    b.hashes.length < keptHashes ? hashSpace : (b.hashes.at(-1) ?? 0),
  );
  const left = a.hashes.filter((hash) => hash <= limit);
  const right = new Set(b.hashes.filter((hash) => hash <= limit));
  const shared = left.filter((hash) => right.has(hash)).length;
  const fewer = Math.min(left.length, right.size);
  return fewer === 0 ? 0 : shared / fewer;
}

/** Total variation distance of two histograms, 0 (alike) to 1. */
export function histogramDistance(a: readonly number[], b: readonly number[]): number {
  const totals = [a, b].map((list) => list.reduce((sum, count) => sum + count, 0));
  const [left = 0, right = 0] = totals;
  if (left === 0 || right === 0) return left === right ? 0 : 1;
  let distance = 0;
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    distance += Math.abs((a[at] ?? 0) / left - (b[at] ?? 0) / right);
  }
  return distance / 2;
}

export const lengthDistance = (a: FieldProfile, b: FieldProfile): number =>
  histogramDistance(a.lengths, b.lengths);
export const characterDistance = (a: FieldProfile, b: FieldProfile): number =>
  histogramDistance(a.characters, b.characters);

/** Probability that two values drawn at random are equal, from the commonest ones. */
export function chanceOfEqual(profile: FieldProfile): number {
  const total = present(profile);
  return total === 0 ? 0 : profile.top.reduce((sum, [, count]) => sum + (count / total) ** 2, 0);
}
