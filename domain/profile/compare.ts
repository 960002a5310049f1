import { hashSpace } from './bottom-k.ts';
import type { Bins, FieldProfile, ObjectProfile } from './profile.ts';
import { isComplete, keptValues, present } from './profile.ts';

/** The share of all hashes that a profile has counted. */
const coverage = (profile: FieldProfile): number =>
  isComplete(profile) ? 1 : ((profile.values.at(-1)?.[0] ?? 0) + 1) / hashSpace;

/** Estimated number of distinct values (k minimum values: Bar-Yossef et al. 2002); exact below `keptValues`. */
export const distinctCount = (profile: FieldProfile): number =>
  isComplete(profile)
    ? profile.values.length
    : Math.min(present(profile), Math.round((keptValues - 1) / coverage(profile)));

/** Distinct values per value, 0–1. */
export const distinctRatio = (profile: FieldProfile): number =>
  present(profile) === 0 ? 0 : distinctCount(profile) / present(profile);

/** At least so many different records stand behind an object's rows: the same ones may have been read several times. */
export const differentRows = ({ rows, fields }: ObjectProfile): number =>
  Math.min(rows, Math.max(0, ...Object.values(fields).map(distinctCount)));

/** Fewer distinct values than this in common reach say nothing about an overlap. */
const fewestCompared = 8;

/**
 * Estimated share of the smaller field's distinct values that the other field has too, 0–1; undefined where too few can be
 * compared.
 */
export function valueOverlap(a: FieldProfile, b: FieldProfile): number | undefined {
  const limit = Math.min(coverage(a), coverage(b)) * hashSpace;
  const left = a.values.filter(([hash]) => hash < limit);
  const right = new Set(b.values.filter(([hash]) => hash < limit).map(([hash]) => hash));
  const fewer = Math.min(left.length, right.size);
  const whole = isComplete(a) && isComplete(b);
  if (fewer === 0 || (!whole && fewer < fewestCompared)) return undefined;
  return left.filter(([hash]) => right.has(hash)).length / fewer;
}

/** Total variation distance of two histograms, 0 (alike) to 1. */
function histogramDistance(a: Bins, b: Bins): number {
  const [left = 0, right = 0] = [a, b].map((bins) => bins.reduce((sum, [, count]) => sum + count, 0));
  if (left === 0 || right === 0) return left === right ? 0 : 1;
  const shares = new Map(a.map(([bin, count]) => [bin, count / left]));
  for (const [bin, count] of b) shares.set(bin, (shares.get(bin) ?? 0) - count / right);
  return [...shares.values()].reduce((sum, share) => sum + Math.abs(share), 0) / 2;
}

/** Largest distance of two cumulated histograms, the first moved by so many bins, 0–1 (Kolmogorov and Smirnov). */
export function cumulatedDistance(a: Bins, b: Bins, shift = 0): number {
  const [left = 0, right = 0] = [a, b].map((bins) => bins.reduce((sum, [, count]) => sum + count, 0));
  if (left === 0 || right === 0) return left === right ? 0 : 1;
  const steps = new Map<number, number>();
  for (const [bin, count] of a) steps.set(bin + shift, (steps.get(bin + shift) ?? 0) + count / left);
  for (const [bin, count] of b) steps.set(bin, (steps.get(bin) ?? 0) - count / right);
  let sum = 0;
  let farthest = 0;
  for (const [, step] of [...steps].sort(([x], [y]) => x - y)) {
    sum += step;
    farthest = Math.max(farthest, Math.abs(sum));
  }
  return farthest;
}

export const lengthDistance = (a: FieldProfile, b: FieldProfile): number =>
  histogramDistance(a.lengths, b.lengths);

const asBins = (counts: readonly number[]): Bins => counts.map((count, at) => [at, count]);

export const characterDistance = (a: FieldProfile, b: FieldProfile): number =>
  histogramDistance(asBins(a.characters), asBins(b.characters));

/** Distance of the shapes of texts, 0–1; undefined where either has none. */
export const maskDistance = (a: FieldProfile, b: FieldProfile): number | undefined => {
  const bins = (profile: FieldProfile): Bins => profile.masks.map(([hash, count]) => [hash, count]);
  return a.masks.length === 0 || b.masks.length === 0 ? undefined : histogramDistance(bins(a), bins(b));
};

/** Numbers that are not zero, also those written as text. */
export const numbersIn = ({ magnitudes }: FieldProfile): number =>
  magnitudes.reduce((sum, [, count]) => sum + count, 0);
