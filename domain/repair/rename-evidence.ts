import type { SourceObject } from '../schema/types.ts';
import { findCompositions } from './find-compositions.ts';
import type { Composition } from './find-compositions.ts';
import { matchFields } from './match-fields.ts';
import type { EvidenceOf, RenameCandidate } from './match-fields.ts';
import { compositionRows, pairEvidence } from './record-pairs.ts';
import type { RecordPair } from './record-pairs.ts';
import type { FieldShape, RenameQuestion } from './rename-features.ts';

/** −1 … 1: what people decided on such a pair earlier; undefined where nothing is known. */
export type HistoryOf = (lost: string, fresh: string) => number | undefined;

const shape = ({ name, type }: FieldShape): FieldShape => ({ name, type });

/** What stands between an object as it was approved and as it is now. */
export const renameQuestion = (baseline: SourceObject, current: SourceObject): RenameQuestion => {
  const was = new Set(baseline.fields.map(({ name }) => name));
  const is = new Set(current.fields.map(({ name }) => name));
  return {
    object: baseline.name,
    lost: baseline.fields.filter(({ name }) => !is.has(name)).map(shape),
    fresh: current.fields.filter(({ name }) => !was.has(name)).map(shape),
    kept: [...was].filter((name) => is.has(name)),
  };
};

const evidenceWith = (pairs: readonly RecordPair[], historyOf: HistoryOf): EvidenceOf => {
  const ofPairs = pairEvidence(pairs);
  return (lost, fresh) => {
    const history = historyOf(lost, fresh);
    const values = ofPairs(lost, fresh);
    return history === undefined ? values : { ...values, history };
  };
};

/** What the lost fields most likely became, by names, types, values of the same records and what people decided before. */
export const findRenames = (
  question: RenameQuestion,
  pairs: readonly RecordPair[],
  historyOf: HistoryOf = () => undefined,
): { readonly renames: readonly RenameCandidate[]; readonly compositions: readonly Composition[] } => ({
  renames: matchFields(question, evidenceWith(pairs, historyOf)),
  compositions: findCompositions(question.object, question.lost, question.fresh, compositionRows(pairs)),
});
