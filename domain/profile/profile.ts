/**
 * Statistics of an object's fields as plain JSON of bounded size (some 5 kB a field), exact to merge, without any value in
 * clear save the range of numbers. Built by `ObjectSketch`; docs/profiles.md says what is exact and what is estimated.
 */
import type { HashCounts } from './bottom-k.ts';
import { mergeHashCounts } from './bottom-k.ts';

/** How many of the smallest value hashes are kept; a distinct count beyond it is right within about 6 % (one sigma). */
export const keptValues = 256;
export const keptMasks = 64;
/** Bins of numbers for each factor of ten. */
export const binsPerDecade = 20;

const characterClasses = [
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

/** Counts by the number of a bin, ascending; empty bins are left out. */
export type Bins = readonly (readonly [bin: number, count: number])[];

export interface FieldProfile {
  readonly v: 1;
  /** Rows that hold the path, null or not. */
  readonly count: number;
  /** Rows that have no such path. */
  readonly absent: number;
  readonly nulls: number;
  /** Texts of nothing but spaces; they count as no value. */
  readonly blanks: number;
  readonly kinds: Readonly<Record<JsonKind, number>>;
  /** Values by length in UTF-16 units: 0 … 15 one by one, then three bins an octave. */
  readonly lengths: Bins;
  /** Characters by class, in the order of `characterClasses`, over the first 64 of each value. */
  readonly characters: readonly number[];
  /** Numbers, also those written as text, by magnitude: `binsPerDecade` bins a decade, bin 0 begins at 1. */
  readonly magnitudes: Bins;
  readonly zeros: number;
  readonly negatives: number;
  readonly smallest: number | null;
  readonly largest: number | null;
  /** Values like `12/31/2024`: all, those whose first number is above 12, and those whose second is. */
  readonly dateParts: readonly [seen: number, firstAbove12: number, secondAbove12: number];
  /** Shapes of texts that are no plain numbers: digits as 9, runs of letters as one `a`. The smallest hashes with their text. */
  readonly masks: readonly (readonly [hash: number, count: number, mask: string])[];
  /** Values by hash, the smallest hashes alone. */
  readonly values: HashCounts;
}

export interface ObjectProfile {
  readonly v: 1;
  readonly rows: number;
  /** By column, nested values by their dotted path. */
  readonly fields: Readonly<Record<string, FieldProfile>>;
}

const mergeBins = (a: Bins, b: Bins): Bins => mergeHashCounts(a, b, Infinity);

const pick = (choose: (...numbers: number[]) => number, a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : choose(a, b);

const mergeMasks = (a: FieldProfile['masks'], b: FieldProfile['masks']): FieldProfile['masks'] => {
  const texts = new Map([...a, ...b].map(([hash, , mask]) => [hash, mask]));
  const counts = (masks: FieldProfile['masks']): HashCounts => masks.map(([hash, count]) => [hash, count]);
  return mergeHashCounts(counts(a), counts(b), keptMasks).map(([hash, count]) => [
    hash,
    count,
    texts.get(hash) ?? '',
  ]);
};

/** Two profiles of different rows of one field as one: associative and commutative. */
export function mergeProfiles(a: FieldProfile, b: FieldProfile): FieldProfile {
  return {
    v: 1,
    count: a.count + b.count,
    absent: a.absent + b.absent,
    nulls: a.nulls + b.nulls,
    blanks: a.blanks + b.blanks,
    kinds: {
      string: a.kinds.string + b.kinds.string,
      number: a.kinds.number + b.kinds.number,
      boolean: a.kinds.boolean + b.kinds.boolean,
      object: a.kinds.object + b.kinds.object,
      array: a.kinds.array + b.kinds.array,
    },
    lengths: mergeBins(a.lengths, b.lengths),
    characters: characterClasses.map((_, at) => (a.characters[at] ?? 0) + (b.characters[at] ?? 0)),
    magnitudes: mergeBins(a.magnitudes, b.magnitudes),
    zeros: a.zeros + b.zeros,
    negatives: a.negatives + b.negatives,
    smallest: pick(Math.min, a.smallest, b.smallest),
    largest: pick(Math.max, a.largest, b.largest),
    dateParts: [
      a.dateParts[0] + b.dateParts[0],
      a.dateParts[1] + b.dateParts[1],
      a.dateParts[2] + b.dateParts[2],
    ],
    masks: mergeMasks(a.masks, b.masks),
    values: mergeHashCounts(a.values, b.values, keptValues),
  };
}

/** The profile of a field that none of so many rows holds. */
export const absentField = (rows: number): FieldProfile => ({
  v: 1,
  count: 0,
  absent: rows,
  nulls: 0,
  blanks: 0,
  kinds: { string: 0, number: 0, boolean: 0, object: 0, array: 0 },
  lengths: [],
  characters: characterClasses.map(() => 0),
  magnitudes: [],
  zeros: 0,
  negatives: 0,
  smallest: null,
  largest: null,
  dateParts: [0, 0, 0],
  masks: [],
  values: [],
});

/** The profile of a field, whatever its name; undefined where no row has held it. */
export const fieldOf = ({ fields }: ObjectProfile, name: string): FieldProfile | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

/** Two profiles of different rows of one object as one: associative and commutative. */
export function mergeObjects(a: ObjectProfile, b: ObjectProfile): ObjectProfile {
  const names = [...new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])].sort();
  return {
    v: 1,
    rows: a.rows + b.rows,
    fields: Object.fromEntries(
      names.map((name) => [
        name,
        mergeProfiles(fieldOf(a, name) ?? absentField(a.rows), fieldOf(b, name) ?? absentField(b.rows)),
      ]),
    ),
  };
}

/** Values that are neither null, absent nor blank. */
export const present = (profile: FieldProfile): number => profile.count - profile.nulls - profile.blanks;

/** Share of the rows that hold the path with null, 0–1. */
export const nullRate = (profile: FieldProfile): number =>
  profile.count === 0 ? 0 : profile.nulls / profile.count;

/** Share of all rows that hold no value: absent, null or blank, 0–1. */
export const emptyRate = (profile: FieldProfile): number => {
  const rows = profile.count + profile.absent;
  return rows === 0 ? 0 : 1 - present(profile) / rows;
};

/** Whether every distinct value is counted, exactly. */
export const isComplete = (profile: FieldProfile): boolean => profile.values.length < keptValues;
