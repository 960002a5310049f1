import type { Candidate, Reason } from '../schema/changes.ts';
import { byCodeUnit } from '../schema/code-units.ts';
import { assign } from './assignment.ts';
import type { EvidenceModel, Features } from './evidence-model.ts';
import { logOddsOf, logit, reasonsOf, sigmoid } from './evidence-model.ts';
import type { FieldShape, RenameQuestion } from './rename-features.ts';
import { renameFeatures } from './rename-features.ts';
import { renameModel } from './rename-model.ts';
import type { ValueEvidence } from './value-evidence.ts';
import { areTelling, valueReasons } from './value-evidence.ts';
import { valueModel } from './value-model.ts';
import type { ValueModel } from './value-model.ts';

/** A lost field and the new one that it most likely became. */
export interface RenameCandidate extends Candidate {
  readonly from: string;
}

/** Knows what the values of a lost and a new field have to do with each other; undefined where nothing is known. */
export type EvidenceOf = (lost: string, fresh: string) => ValueEvidence | undefined;

/** Below this a pair is not worth showing. */
const leastShown = 0.05;
/** Names of two different things, however alike their other words, prove nothing by themselves, whatever the type: never above the review band. */
const strangersAtMost = 0.59;
/** Names that share one word but differ in another prove too little to act alone. */
const halfStrangersAtMost = 0.85;

/** Values may have been written anew (another unit, another format): they take away only so much from the names. */
const worstOfValues = -3;

/** The most that names and types alone may claim. */
function ceiling(features: Features): number {
  if (features['strangers alone'] === 1 || features['another thing beside shared words'] === 1)
    return strangersAtMost;
  return features['strangers beside shared words'] === 1 ? halfStrangersAtMost : 1;
}

/** Words of one meaning are no proof of one field: `stage` and `status` may both be there. */
const shareNoWord = (features: Features): boolean =>
  ceiling(features) < 1 || features['synonyms alone'] === 1 || features['related alone'] === 1;

/**
 * Nearly all of the same records hold other values, in every way of reading them: another field, or one whose values were written
 * anew at once. Names of the same words are offered to a person, others only shown.
 */
const contradicted = { fewest: 20, sameWordsAtMost: 0.65, atMost: 0.5 };

function credibility(features: Features, { agreement }: ValueEvidence): number {
  if (agreement === undefined || agreement.records < contradicted.fewest) return 1;
  if (agreement.equal >= agreement.records / 2) return 1;
  return features['identical'] === 1 ? contradicted.sameWordsAtMost : contradicted.atMost;
}

const addUp = (reasons: readonly Reason[]): number =>
  reasons.reduce((total, { weight }) => total + weight, 0);

/** A pair's probability before the assignment; why is told only of the pairs that are answered. */
interface Weighed {
  readonly confidence: number;
  readonly reasons: () => readonly Reason[];
  /** Values have a part in it. */
  readonly byValues: boolean;
}

interface Models {
  readonly names: EvidenceModel;
  readonly values: ValueModel;
}

function weighPair(
  features: Features,
  evidence: ValueEvidence | undefined,
  { names: model, values: valueModel }: Models,
): Weighed {
  const odds = logOddsOf(model, features);
  const named = Math.min(sigmoid(odds), ceiling(features));
  const values = evidence === undefined ? [] : valueReasons(evidence, valueModel);
  const reasons = (): Reason[] => [...values, ...reasonsOf(model, features)];
  const rewritten = features['identical'] === 1 && evidence?.agreement === undefined;
  const gain = Math.max(rewritten ? 0 : worstOfValues, addUp(values));
  if (gain === 0) return { confidence: named, reasons, byValues: false };
  // What the values say for a pair lifts the ceiling: it was there because names alone prove nothing.
  const weighed = sigmoid((gain > 0 ? odds : logit(named)) + gain);
  const most = shareNoWord(features) && !areTelling(evidence ?? {}) ? halfStrangersAtMost : 1;
  return {
    confidence: Math.min(weighed, most, credibility(features, evidence ?? {})),
    reasons,
    byValues: true,
  };
}

/** What other fields say for themselves: a pair that is as good as another one is no more than half as sure. */
const besideRivals = (pairs: readonly (readonly Weighed[])[], row: number, column: number): number => {
  const odds = ({ confidence }: Weighed): number => confidence / (1.000_001 - confidence);
  const pair = pairs[row]?.[column];
  if (pair === undefined) return 0;
  if (!pair.byValues) return pair.confidence;
  const rivals = [
    ...(pairs[row] ?? []).filter((_, at) => at !== column),
    ...pairs.flatMap((others, at) => (at === row ? [] : (others[column] ?? []))),
  ].filter(({ byValues }) => byValues);
  const best = Math.max(0, ...rivals.map(odds));
  return Math.min(pair.confidence, odds(pair) / (odds(pair) + best));
};

/** Comparing more takes so long that other work would wait for it. */
const mostPairs = 40_000;

const byName = (a: FieldShape, b: FieldShape): number => byCodeUnit(a.name, b.name);

/**
 * Finds which new field each lost field became: the one-to-one pairing with the greatest expected number of right
 * pairs (optimal assignment over probabilities). Pure and free of order: the same question gives the same answer. A table of
 * which hundreds of columns are exchanged at once was not renamed column by column, and is not compared.
 *
 * @returns pairs with a calibrated confidence, the most certain first; a lost field without a pair is not listed
 */
export function matchFields(
  question: RenameQuestion,
  evidenceOf: EvidenceOf = () => undefined,
  model: EvidenceModel = renameModel,
  values: ValueModel = valueModel,
): RenameCandidate[] {
  if (question.lost.length * question.fresh.length > mostPairs) return [];
  const lost = [...question.lost].sort(byName);
  const fresh = [...question.fresh].sort(byName);
  const pairs = renameFeatures({ ...question, lost, fresh }).map((row, i) =>
    row.map((features, j) =>
      weighPair(features, evidenceOf(lost[i]?.name ?? '', fresh[j]?.name ?? ''), { names: model, values }),
    ),
  );
  const found: RenameCandidate[] = [];
  assign(pairs.map((row) => row.map(({ confidence }) => confidence))).forEach((column, row) => {
    const from = lost[row];
    const to = fresh[column];
    const pair = pairs[row]?.[column];
    const confidence = besideRivals(pairs, row, column);
    if (from === undefined || to === undefined || pair === undefined || confidence < leastShown) return;
    found.push({ from: from.name, to: to.name, confidence, reasons: pair.reasons() });
  });
  return found.sort((a, b) => b.confidence - a.confidence || byCodeUnit(a.from, b.from));
}
