import {
  characterDistance,
  cumulatedDistance,
  distinctCount,
  lengthDistance,
  maskDistance,
  numbersIn,
  valueOverlap,
} from '../profile/compare.ts';
import type { FieldProfile } from '../profile/profile.ts';
import { emptyRate, isComplete, present } from '../profile/profile.ts';
import type { Features } from './evidence-model.ts';

/** Fewer values than this show nothing. */
const fewestValues = 20;

/** How many bits it takes to name one of the distinct values, 0–1 from one value to 2¹⁰ and more. */
const richness = (a: FieldProfile, b: FieldProfile): number =>
  Math.min(1, Math.log2(Math.max(1, Math.min(distinctCount(a), distinctCount(b)))) / 10);

const numeric = (profile: FieldProfile): number =>
  Math.min(1, (numbersIn(profile) + profile.zeros) / Math.max(1, present(profile)));

/** The share of rows that would be told alike by their values, where all distinct values are counted; else undefined. */
const commonShare = (a: FieldProfile, b: FieldProfile): number | undefined => {
  if (!isComplete(a) || !isComplete(b)) return undefined;
  const [left, right] = [a, b].map(({ values }) => values.reduce((sum, [, count]) => sum + count, 0));
  const others = new Map(b.values);
  return a.values.reduce(
    (sum, [hash, count]) => sum + Math.min(count / (left ?? 1), (others.get(hash) ?? 0) / (right ?? 1)),
    0,
  );
};

const flag = (condition: boolean): number => (condition ? 1 : 0);

/** What the values of a lost and a new field have to do with each other; undefined where either has too few. */
export const valueFeatures = (before: FieldProfile, after: FieldProfile): Features | undefined => {
  if (present(before) < fewestValues || present(after) < fewestValues) return undefined;
  const overlap = valueOverlap(before, after);
  const common = commonShare(before, after);
  const rich = richness(before, after);
  const numbers = [numeric(before), numeric(after)].map((share) => share >= 0.9);
  const bothNumbers = numbers.every(Boolean);
  const fewDistinct = isComplete(before) && isComplete(after);
  return {
    'shared values': (overlap ?? 0) * rich,
    'shared values of few': (overlap ?? 0) * (1 - rich),
    'most values shared': flag((overlap ?? 0) >= 0.8) * rich,
    'no value shared': flag(overlap === 0),
    'no value of few shared': flag(overlap === 0 && fewDistinct && rich < 0.6),
    'alike in frequency': common ?? 0,
    'frequency unknown': flag(common === undefined),
    'lengths differ': lengthDistance(before, after),
    'characters differ': characterDistance(before, after),
    'shapes differ': maskDistance(before, after) ?? flag(numbers[0] !== numbers[1]),
    'one is numbers': flag(numbers[0] !== numbers[1]),
    'both are numbers': flag(bothNumbers),
    'numbers lie apart': bothNumbers ? cumulatedDistance(before.magnitudes, after.magnitudes) : 0,
    'empty share differs': Math.min(0.5, Math.abs(emptyRate(before) - emptyRate(after))),
    'variety differs': Math.min(
      1,
      Math.abs(
        Math.log2(
          (distinctCount(before) / present(before) + 0.01) / (distinctCount(after) / present(after) + 0.01),
        ),
      ) / 4,
    ),
  };
};
