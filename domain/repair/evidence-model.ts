import type { Reason } from '../schema/changes.ts';
import { leads, wordsOf } from './evidence-words.ts';

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

const rounded = (weight: number): number => Math.round(weight * 100) / 100;

/**
 * The signals that moved the log-odds most, the strongest first. A signal is what its features come to together, told by the
 * one that says most, or weighs most in its direction.
 */
export const reasonsOf = (model: EvidenceModel, features: Features): Reason[] => {
  const signals = new Map<string, [string, number][]>();
  for (const part of partsOf(model, features)) {
    const { signal } = wordsOf(part[0]);
    signals.set(signal, [...(signals.get(signal) ?? []), part]);
  }
  return [...signals]
    .map(([signal, parts]) => reasonOf(signal, parts, features))
    .filter(({ weight }) => Math.abs(weight) >= telling)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, mostReasons);
};

type Part = readonly [feature: string, part: number];

const reasonOf = (signal: string, parts: readonly Part[], features: Features): Reason => {
  const total = parts.reduce((sum, [, part]) => sum + part, 0);
  const direction = total < 0 ? -1 : 1;
  const lead = parts.find(([feature]) => leads(feature) && (features[feature] ?? 0) > 0);
  const [feature] =
    lead ?? parts.reduce((best, part) => (part[1] * direction > best[1] * direction ? part : best));
  const words = wordsOf(feature);
  return { signal, weight: rounded(total), text: direction > 0 ? words.for : words.against };
};
