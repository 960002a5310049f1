import { cumulatedDistance, numbersIn } from './compare.ts';
import { fewestValues } from './meaning.ts';
import type { FieldProfile } from './profile.ts';
import { binsPerDecade, present } from './profile.ts';

export interface UnitDrift {
  readonly becomes: string;
  readonly evidence: readonly string[];
}

const named = [
  [60, 'minutes and seconds, or hours and minutes'],
  [100, 'whole and hundredth parts of a currency, or shares and percentages'],
  [1_000, 'ones and thousands'],
  [3_600, 'hours and seconds'],
  [86_400, 'days and seconds'],
  [1_000_000, 'ones and millions'],
  [1_000_000_000, 'ones and billions'],
] as const;

/** Smaller factors come about by growth; those only the same records can tell. */
export const unitFactors: ReadonlyMap<number, string> = new Map(named);

/** Units that lie so near to each other that values of the same records alone tell them apart. */
export const nearFactors: ReadonlyMap<number, string> = new Map([
  [1.609344, 'miles and kilometres'],
  [2.20462262, 'kilograms and pounds'],
  [2.54, 'inches and centimetres'],
  [3.2808399, 'metres and feet'],
  [7, 'weeks and days'],
  [10, 'ones and tens'],
  [12, 'years and months'],
  [24, 'days and hours'],
]);

/** The distributions must lie this far apart as they are, and this close together once they are moved. */
const apart = 0.7;
const together = 0.25;
const mostlyNumbers = 0.9;

const isNumeric = (profile: FieldProfile): boolean =>
  numbersIn(profile) >= fewestValues &&
  numbersIn(profile) + profile.zeros >= mostlyNumbers * present(profile);

const distance = (value: number): string => value.toFixed(2);

/**
 * Another unit or scale: the numbers lie somewhere else altogether, and where they would lie after a factor that turns one
 * unit into another. What merely grew, even tenfold, is not that.
 */
export const findUnitDrift = (before: FieldProfile, now: FieldProfile): UnitDrift | null => {
  if (!isNumeric(before) || !isNumeric(now)) return null;
  const unmoved = cumulatedDistance(before.magnitudes, now.magnitudes);
  if (unmoved < apart) return null;
  const moved = named
    .flatMap(([factor, units]) => [
      { factor, becomes: `×${factor}`, units, shift: Math.log10(factor) },
      { factor, becomes: `÷${factor}`, units, shift: -Math.log10(factor) },
    ])
    .map((one) => ({
      ...one,
      left: cumulatedDistance(before.magnitudes, now.magnitudes, Math.round(binsPerDecade * one.shift)),
    }))
    .reduce((best, one) => (one.left < best.left ? one : best));
  if (moved.left > together) return null;
  return {
    becomes: moved.becomes,
    evidence: [
      `the numbers lie where those before would lie ${moved.becomes} (${moved.units}): distributions ${distance(unmoved)} apart as they are, ${distance(moved.left)} once moved`,
    ],
  };
};
