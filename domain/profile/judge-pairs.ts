import type { RecordPair } from '../repair/record-pairs.ts';
import { valueAt } from '../repair/record-pairs.ts';
import { isAnother } from './another-value.ts';
import { distinctRatio } from './compare.ts';
import { meaningChange } from './judge-profiles.ts';
import type { MeaningChange } from './meaning.ts';
import { percent } from './meaning.ts';
import type { ObjectProfile } from './profile.ts';
import { fieldOf } from './profile.ts';
import { findSwaps } from './swap-drift.ts';
import { nearFactors, unitFactors } from './unit-drift.ts';

export interface PairQuestion {
  readonly object: string;
  /** Records that changed in one read, as they were and as they are. */
  readonly pairs: readonly RecordPair[];
  /** How values are spread that are known to be right. */
  readonly before: ObjectProfile;
  readonly mapped: readonly string[];
  readonly key: readonly string[];
  readonly changeField: string | null;
}

const fewestPairs = 20;
const nearlyAll = 0.95;
/** Values were rounded when they were turned. */
const exactly = 0.005;

const numberAt = (record: RecordPair['before'], field: string): number | null => {
  const value = valueAt(record, field);
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value.trim() !== ''
        ? Number(value)
        : NaN;
  return Number.isFinite(number) && number !== 0 ? number : null;
};

const factors: readonly (readonly [factor: number, units: string])[] = [...unitFactors, ...nearFactors];

/** The same factor lies between the values of nearly all records that changed: nobody edits records like that. */
const findFactor = (
  pairs: readonly RecordPair[],
  field: string,
): Pick<MeaningChange, 'becomes' | 'evidence'> | null => {
  const ratios = pairs.flatMap(({ before, after }) => {
    const was = numberAt(before, field);
    const is = numberAt(after, field);
    return was === null || is === null || was === is ? [] : [is / was];
  });
  if (ratios.length < fewestPairs) return null;
  for (const [factor, units] of factors) {
    for (const [sign, wanted] of [
      ['×', factor],
      ['÷', 1 / factor],
    ] as const) {
      const fitting = ratios.filter((ratio) => Math.abs(ratio / wanted - 1) <= exactly).length;
      if (fitting < nearlyAll * ratios.length) continue;
      return {
        becomes: `${sign}${factor}`,
        evidence: [
          `in ${fitting} of ${ratios.length} changed records the value is ${sign}${factor} that of before (${units})`,
        ],
      };
    }
  }
  return null;
};

/** Fields that name a thing rather than say how it fares: their values are nearly all different. */
const telling = 0.5;
const fewestTelling = 2;
const another = 0.5;

/** Keys under which other things stand than before: everything that names them has changed at once. */
const findReuse = ({
  pairs,
  before,
  mapped,
  key,
  changeField,
}: PairQuestion): Pick<MeaningChange, 'becomes' | 'evidence'> | null => {
  const names = mapped.filter((field) => {
    const profile = fieldOf(before, field);
    return (
      profile !== undefined &&
      !key.includes(field) &&
      field !== changeField &&
      profile.kinds.string > 0 &&
      profile.masks.length > 0 &&
      distinctRatio(profile) >= telling
    );
  });
  if (names.length < fewestTelling || pairs.length < fewestPairs) return null;
  const others = pairs.filter((pair) =>
    names.every((field) => {
      const was = valueAt(pair.before, field);
      const is = valueAt(pair.after, field);
      return typeof was === 'string' && typeof is === 'string' && isAnother(was, is);
    }),
  ).length;
  if (others < fewestPairs || others < another * pairs.length) return null;
  return {
    becomes: 'other records',
    evidence: [
      `${others} of ${pairs.length} changed records (${percent(others / pairs.length)}) differ in all that names them: ${names.join(', ')}`,
    ],
  };
};

/** What the same records say before and after a read; the strongest evidence there is, and the only one for close units. */
export const judgePairs = (question: PairQuestion): readonly MeaningChange[] => {
  const { object, pairs, mapped, key, changeField } = question;
  if (pairs.length < fewestPairs) return [];
  const apart = new Set(changeField === null ? key : [...key, changeField]);
  const swaps = findSwaps({ pairs, mapped, apart });
  if (swaps.length > 0)
    return swaps.map(({ field, ...found }) =>
      meaningChange(object, field, 'swap', { ...found, by: 'records' }),
    );
  const reuse = findReuse(question);
  if (reuse !== null)
    return [meaningChange(object, key.join(', '), 'key_reuse', { ...reuse, by: 'records' })];
  return [...new Set(mapped)]
    .filter((field) => !apart.has(field))
    .sort()
    .flatMap((field) => {
      const found = findFactor(pairs, field);
      return found === null ? [] : [meaningChange(object, field, 'unit', { ...found, by: 'records' })];
    });
};
