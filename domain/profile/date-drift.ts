import { numbersIn } from './compare.ts';
import { fewestValues, percent } from './meaning.ts';
import type { FieldProfile } from './profile.ts';
import { present } from './profile.ts';

export interface DateDrift {
  readonly becomes: string;
  readonly evidence: readonly string[];
}

const dateMask = /^(9{1,4})([-/.])9{1,2}\2(9{2,4})(?![-/.9])/;
const monthMask = /^(?:9{1,2}[ -]?a|a 9)/;

/** How a mask writes a date, in words; null where it is none. */
const formOf = (mask: string): string | null => {
  const parts = dateMask.exec(mask);
  if (parts !== null) {
    const [, first = '', mark = '', last = ''] = parts;
    if (first.length === 4) return `year${mark}month${mark}day`;
    return last.length >= 2 && first.length <= 2 ? `day and month${mark}year` : null;
  }
  return null;
};

/** Counts by form; values that are no date stand under their mask. */
const formsOf = (profile: FieldProfile): ReadonlyMap<string, number> => {
  const forms = new Map<string, number>();
  for (const [, count, mask] of profile.masks) {
    const form = formOf(mask) ?? (monthMask.test(mask) ? 'a month by its name' : mask);
    forms.set(form, (forms.get(form) ?? 0) + count);
  }
  return forms;
};

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

const mostly = 0.9;
const noticed = 0.2;
/** Days above 12 are 60 % of all: where none stands in a place, it holds the month. */
const fewestTelling = 10;

const swapped = (before: FieldProfile, now: FieldProfile): DateDrift | null => {
  const [, firstBefore, secondBefore] = before.dateParts;
  const [seen, firstNow, secondNow] = now.dateParts;
  const turned = (wasDay: number, wasMonth: number, isMonth: number, isDay: number): boolean =>
    wasDay >= fewestTelling && wasMonth === 0 && isDay >= fewestTelling && isMonth <= isDay;
  const told = (becomes: string, days: number): DateDrift => ({
    becomes,
    evidence: [
      `the number that was the month is above 12 in ${days} of ${seen} values looked at, which was never so before`,
    ],
  });
  if (turned(secondBefore, firstBefore, secondNow, firstNow)) return told('day before month', firstNow);
  if (turned(firstBefore, secondBefore, firstNow, secondNow)) return told('month before day', secondNow);
  return null;
};

/** Dates that are written in another way than before: other order, other marks, names of months, a count of seconds. */
export const findDateDrift = (before: FieldProfile, now: FieldProfile): DateDrift | null => {
  const was = formsOf(before);
  const texts = sum(was.values());
  const [[usual, count] = ['', 0]] = [...was].sort(([, a], [, b]) => b - a);
  const isDate = before.masks.some(([, , mask]) => formOf(mask) === usual);
  if (!isDate || texts < fewestValues || count < mostly * texts) return null;
  if (numbersIn(before) > (1 - mostly) * present(before)) return null;
  const is = formsOf(now);
  const numbers = numbersIn(now) / Math.max(1, present(now));
  const others = [...is].filter(([form]) => form !== usual).sort(([, a], [, b]) => b - a);
  const share = sum(others.map(([, found]) => found)) / Math.max(1, sum(is.values()));
  const values = present(now);
  if (values < fewestValues) return null;
  if (numbers >= noticed)
    return {
      becomes: 'a number',
      evidence: [`${percent(numbers)} of the values are plain numbers, where they were ${usual} before`],
    };
  if (share * (1 - numbers) >= noticed)
    return {
      becomes: others[0]?.[0] ?? '',
      evidence: [
        `${percent(share)} of the values are written otherwise than ${usual} (${others
          .slice(0, 3)
          .map(([form]) => form)
          .join('; ')}), of those before ${percent(1 - count / texts)}`,
      ],
    };
  return swapped(before, now);
};
