import type { Reason } from '../schema/changes.ts';
import { characterDistance, distinctCount, lengthDistance, valueOverlap } from '../profile/compare.ts';
import type { FieldProfile } from '../profile/profile.ts';
import { logit } from './evidence-model.ts';
import { valueFeatures } from './value-features.ts';
import { valueModel } from './value-model.ts';
import type { ValueModel } from './value-model.ts';

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

/** The signals that speak of the values themselves; the others of how they look. */
const ofValues = /value|frequency/;

function profileReasons(before: FieldProfile, after: FieldProfile, model: ValueModel): Reason[] {
  const features = valueFeatures(before, after);
  if (features === undefined) return [];
  const parts = Object.entries(features).map(([name, value]) => ({
    name,
    part: (model.weights[name] ?? 0) * value,
  }));
  const sum = (wanted: boolean): number =>
    parts.filter(({ name }) => ofValues.test(name) === wanted).reduce((total, { part }) => total + part, 0);
  const overlap = valueOverlap(before, after);
  const shape = (lengthDistance(before, after) + characterDistance(before, after)) / 2;
  const shared =
    overlap === undefined ? 'too few values to compare' : `they share ${percent(overlap)} of their values`;
  const looks = `lengths and characters differ by ${percent(shape)}`;
  // The constant is what is said where nothing is alike.
  const constant = model.intercept - logit(model.prior);
  const weights = [constant + sum(true), sum(false)].map((weight) => clamp(weight, -strongest, strongest));
  return [
    reason('values', weights[0] ?? 0, shared),
    reason('shape of values', weights[1] ?? 0, looks),
  ].filter(({ weight }) => weight !== 0);
}

/** So many different values, half of them shared, belong to one field. */
const telling = { distinct: 50, shared: 0.5 };

/** Whether values alone may make a pair sure whose names say nothing: the same on the same records, or many that both share. */
export const areTelling = ({ agreement, before, after }: ValueEvidence): boolean => {
  if (agreement !== undefined) return (agreementReason(agreement)?.weight ?? 0) > 0;
  if (before === undefined || after === undefined) return false;
  const distinct = Math.min(distinctCount(before), distinctCount(after));
  return distinct >= telling.distinct && (valueOverlap(before, after) ?? 0) >= telling.shared;
};

/** Each piece of evidence as its part of the log-odds; the parts add up with those of names and types. */
export function valueReasons(evidence: ValueEvidence, model: ValueModel = valueModel): Reason[] {
  const reasons: Reason[] = [];
  const agreement = evidence.agreement && agreementReason(evidence.agreement);
  if (agreement) reasons.push(agreement);
  // The same values on the same keys say all that the distributions could say, however they are written now.
  if (evidence.before && evidence.after && (agreement?.weight ?? 0) <= 0)
    reasons.push(...profileReasons(evidence.before, evidence.after, model));
  if (evidence.history !== undefined && evidence.history !== 0) {
    const text = evidence.history > 0 ? 'people approved this before' : 'people rejected this before';
    reasons.push(reason('history', 2.5 * clamp(evidence.history, -1, 1), text));
  }
  if (evidence.samePlace === true) reasons.push(reason('place', 0.5, 'it stands where the lost field stood'));
  return reasons;
}
