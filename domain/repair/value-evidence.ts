import type { Reason } from '../schema/changes.ts';
import { characterDistance, distinctRatio, lengthDistance, valueOverlap } from '../profile/compare.ts';
import type { FieldProfile } from '../profile/profile.ts';
import { nullRate } from '../profile/profile.ts';

/** How often the values of two fields agree on the same record keys, before and after the change. */
export interface Agreement {
  /** Record keys compared, both values present. */
  readonly records: number;
  readonly equal: number;
  /** Share of records that would agree if the values were dealt out at random, 0–1. */
  readonly byChance: number;
}

/** What is known of two fields besides their names and types. Everything may be missing. */
export interface ValueEvidence {
  readonly agreement?: Agreement | undefined;
  readonly before?: FieldProfile | undefined;
  readonly after?: FieldProfile | undefined;
  /** −1 … 1: what people decided on such a pair earlier (rejections below zero). */
  readonly history?: number | undefined;
  /** The fields stand at the same place among the fields that stayed. */
  readonly samePlace?: boolean | undefined;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
const reason = (signal: string, weight: number, text: string): Reason => ({
  signal,
  weight: Math.round(weight * 100) / 100,
  text,
});

/** A renamed field keeps its values but for the few that were edited meanwhile. */
const keptShare = 0.97;
const strongest = 7;

/**
 * Log-likelihood ratio of "the same field" against "agreement by chance", damped to a tenth per record because
 * records are not independent, and bounded.
 */
function agreementReason({ records, equal, byChance }: Agreement): Reason | undefined {
  if (records < 5) return undefined;
  const chance = clamp(byChance, 0.02, 0.96);
  const same = equal * Math.log(keptShare / chance);
  const other = (records - equal) * Math.log((1 - keptShare) / (1 - chance));
  const weight = clamp((same + other) * Math.max(0.1, Math.min(1, 10 / records)), -strongest, strongest);
  return reason(
    'same records',
    weight,
    `${equal} of ${records} records with the same key hold the same value`,
  );
}

const fewestValues = 20;

function profileReasons(before: FieldProfile, after: FieldProfile): Reason[] {
  if (before.count - before.nulls < fewestValues || after.count - after.nulls < fewestValues) return [];
  const overlap = valueOverlap(before, after);
  const shape = (lengthDistance(before, after) + characterDistance(before, after)) / 2;
  const distinct = Math.min(distinctRatio(before), distinctRatio(after));
  const reasons: Reason[] = [];
  // Two flags share all their values and are strangers all the same: what many different values share counts more.
  const weight =
    overlap === undefined
      ? 0
      : overlap >= 0.2
        ? overlap * clamp(1 + 3 * Math.sqrt(distinct), 1, 3.5)
        : overlap < 0.02
          ? -1.5
          : 0;
  if (overlap !== undefined && weight !== 0)
    reasons.push(reason('values', weight, `they share ${percent(overlap)} of their values`));
  reasons.push(
    reason(
      'shape of values',
      0.8 - 4 * Math.min(0.7, shape),
      `lengths and characters differ by ${percent(shape)}`,
    ),
  );
  const gap = Math.abs(nullRate(before) - nullRate(after));
  if (gap > 0.05)
    reasons.push(reason('empty values', -2.5 * gap, `the share of empty values differs by ${percent(gap)}`));
  return reasons;
}

/** Each piece of evidence as its part of the log-odds; the parts add up with those of names and types. */
export function valueReasons(evidence: ValueEvidence): Reason[] {
  const reasons: Reason[] = [];
  const agreement = evidence.agreement && agreementReason(evidence.agreement);
  if (agreement) reasons.push(agreement);
  if (evidence.before && evidence.after) {
    const found = profileReasons(evidence.before, evidence.after);
    // The same values on the same keys say all that the distributions could say.
    reasons.push(...(agreement && agreement.weight > 0 ? found.filter(({ weight }) => weight < 0) : found));
  }
  if (evidence.history !== undefined && evidence.history !== 0) {
    const text = evidence.history > 0 ? 'people approved this before' : 'people rejected this before';
    reasons.push(reason('history', 2.5 * clamp(evidence.history, -1, 1), text));
  }
  if (evidence.samePlace === true) reasons.push(reason('place', 0.5, 'it stands where the lost field stood'));
  return reasons;
}
