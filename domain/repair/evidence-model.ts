import type { Reason } from '../schema/changes.ts';

/** Named signals of one candidate. */
export type Features = Readonly<Record<string, number>>;

/** Logistic regression over named features; fitted by bench/train, kept as data beside its figures. */
export interface EvidenceModel {
  readonly intercept: number;
  readonly weights: Readonly<Record<string, number>>;
}

/** Log-odds → probability. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** Probability → log-odds. */
export const logit = (probability: number): number => Math.log(probability / (1 - probability));

const partsOf = (model: EvidenceModel, features: Features): [string, number][] =>
  Object.entries(features).map(([name, value]) => [name, (model.weights[name] ?? 0) * value]);

/** The log-odds that a candidate with these features is right. */
export function logOddsOf(model: EvidenceModel, features: Features): number {
  let total = model.intercept;
  for (const name in features) total += (model.weights[name] ?? 0) * (features[name] ?? 0);
  return total;
}

const telling = 0.25;
const mostReasons = 6;

/** The signals that moved the log-odds most, the strongest first. */
export const reasonsOf = (model: EvidenceModel, features: Features): Reason[] =>
  partsOf(model, features)
    .filter(([, part]) => Math.abs(part) >= telling)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, mostReasons)
    .map(([signal, part]) => {
      const weight = Math.round(part * 100) / 100;
      return { signal, weight, text: `${signal} speaks ${weight > 0 ? 'for' : 'against'} it` };
    });
