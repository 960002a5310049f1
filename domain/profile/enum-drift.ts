import { fewestValues, percent } from './meaning.ts';
import type { FieldProfile } from './profile.ts';
import { isComplete, present } from './profile.ts';

export interface EnumDrift {
  readonly becomes: string;
  readonly evidence: readonly string[];
}

/** More different values than this are no enumeration. */
const mostValues = 50;
/** Each value stood this often, on average. */
const fewestEach = 5;
const noticed = 0.05;
const fewestNew = 10;
/** New values are normal where values that stand once are: so many times as many are needed (Good and Turing). */
const beyondChance = 5;
/** Numbers and labels such as `Q3 2024` go on by themselves. */
const mostDigits = 0.05;

const digitShare = ({ characters }: FieldProfile): number => {
  const all = characters.reduce((sum, count) => sum + count, 0);
  return all === 0 ? 1 : (characters[0] ?? 0) / all;
};

const isEnumeration = (profile: FieldProfile): boolean =>
  isComplete(profile) &&
  profile.values.length >= 2 &&
  profile.values.length <= mostValues &&
  present(profile) >= Math.max(fewestValues, fewestEach * profile.values.length) &&
  digitShare(profile) <= mostDigits;

/** Values of a word list that were never met before and make up a part of it now. */
export const findEnumDrift = (before: FieldProfile, now: FieldProfile): EnumDrift | null => {
  if (!isEnumeration(before) || present(now) < fewestValues) return null;
  const known = new Set(before.values.map(([hash]) => hash));
  const total = now.values.reduce((sum, [, count]) => sum + count, 0);
  const fresh = now.values.filter(([hash]) => !known.has(hash));
  const count = fresh.reduce((sum, [, times]) => sum + times, 0);
  const share = total === 0 ? 0 : count / total;
  const once = before.values.filter(([, times]) => times === 1).length;
  const expected = (once + 1) / present(before);
  if (count < fewestNew || share < Math.max(noticed, beyondChance * expected)) return null;
  const left = new Set(now.values.map(([hash]) => hash));
  const gone = before.values.filter(([hash]) => !left.has(hash));
  const wasShare = gone.reduce((sum, [, times]) => sum + times, 0) / present(before);
  return {
    becomes: 'new values',
    evidence: [
      `${fresh.length} values that were never met before make up ${percent(share)} of ${total}; before there were ${before.values.length} different ones in ${present(before)}`,
      ...(gone.length === 0
        ? []
        : [`${gone.length} values, ${percent(wasShare)} of those before, are not met any more`]),
    ],
  };
};
