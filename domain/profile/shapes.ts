import { binsPerDecade } from './profile.ts';
import type { FieldProfile } from './profile.ts';

/** How many shapes tell enough of a field. */
const mostShapes = 3;
/** Longer numbers are identifiers, and are shown no longer than that. */
const mostDigits = 15;

/** Numbers with so many digits before the point, by the factor of ten that their bin belongs to. */
const numberShape = (decade: number): string =>
  decade < 0 ? '0.9' : '9'.repeat(Math.min(mostDigits, decade + 1));

/**
 * What the values of a field look like, the most frequent shapes first, without any of them in clear: letters as one `a`,
 * digits as 9, numbers as the digits before their point. From the profile's masks and magnitudes; empty where it has none.
 */
export const shapesOf = ({ masks, magnitudes, zeros }: FieldProfile): readonly string[] => {
  const counts = new Map<string, number>();
  const add = (shape: string, count: number): void => {
    if (count > 0) counts.set(shape, (counts.get(shape) ?? 0) + count);
  };
  for (const [, count, mask] of masks) add(mask, count);
  for (const [bin, count] of magnitudes) add(numberShape(Math.floor(bin / binsPerDecade)), count);
  add('9', zeros);
  return [...counts]
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, mostShapes)
    .map(([shape]) => shape);
};
