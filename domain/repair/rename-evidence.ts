import type { FieldProfile, ObjectProfile } from '../profile/profile.ts';
import { fieldOf } from '../profile/profile.ts';
import type { Mapping } from '../mapping/types.ts';
import type { SourceObject } from '../schema/types.ts';
import { findCompositions } from './find-compositions.ts';
import type { Composition } from './find-compositions.ts';
import { matchFields } from './match-fields.ts';
import type { EvidenceOf, RenameCandidate } from './match-fields.ts';
import { readingEvidence } from './reading-evidence.ts';
import { compositionRows, pairEvidence } from './record-pairs.ts';
import type { RecordPair } from './record-pairs.ts';
import type { FieldShape, RenameQuestion } from './rename-features.ts';
import type { ValueEvidence } from './value-evidence.ts';

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

/** What is known of an object's values under its approved shape and under the present one; either may be unknown. */
export interface ShapeProfiles {
  readonly before: ObjectProfile | undefined;
  readonly after: ObjectProfile | undefined;
}

/** What is known besides names and types. */
export interface KnownOfObject {
  readonly pairs: readonly RecordPair[];
  readonly historyOf?: HistoryOf;
  readonly profiles?: ShapeProfiles;
  /** The object's mappings: values that are written anew may still give the same canonical ones. */
  readonly mappings?: readonly Mapping[];
}

const profileIn = (profile: ObjectProfile | undefined, field: string): FieldProfile | undefined =>
  profile === undefined ? undefined : fieldOf(profile, field);

const recordsOf = (evidence: ValueEvidence | undefined): number => evidence?.agreement?.records ?? 0;

const shareEqual = (evidence: ValueEvidence | undefined): number =>
  evidence?.agreement === undefined ? 0 : evidence.agreement.equal / evidence.agreement.records;

/**
 * Values as they stand, unless they agree better as they are read, or only few can be compared as they stand: what was stored before
 * an earlier rename has them under the former name, which the rule still knows.
 */
const better = (
  asTheyAre: ValueEvidence | undefined,
  asRead: () => ValueEvidence | undefined,
): ValueEvidence | undefined => {
  const few = recordsOf(asTheyAre) < fewestAsTheyAre;
  if (!few && shareEqual(asTheyAre) >= agreesAsItIs) return asTheyAre;
  const read = asRead();
  if (few && recordsOf(read) > recordsOf(asTheyAre)) return read;
  return shareEqual(read) > shareEqual(asTheyAre) ? read : asTheyAre;
};

const agreesAsItIs = 0.5;
const fewestAsTheyAre = 20;

/** Reading every pair of fields in every way is for tables that did not change whole. */
const mostReadPairs = 900;

const readable = ({ lost, fresh }: RenameQuestion, known: KnownOfObject): KnownOfObject =>
  lost.length * fresh.length <= mostReadPairs ? known : { ...known, mappings: [] };

const evidenceWith = ({ pairs, historyOf, profiles, mappings = [] }: KnownOfObject): EvidenceOf => {
  const ofPairs = pairEvidence(pairs);
  const ofReadings = readingEvidence(pairs, mappings);
  return (lost, fresh) => ({
    ...better(ofPairs(lost, fresh), () => ofReadings(lost, fresh)),
    history: historyOf?.(lost, fresh),
    before: profileIn(profiles?.before, lost),
    after: profileIn(profiles?.after, fresh),
  });
};

/** What the lost fields most likely became, by names, types, their values and what people decided before. */
export const findRenames = (
  question: RenameQuestion,
  known: KnownOfObject,
): { readonly renames: readonly RenameCandidate[]; readonly compositions: readonly Composition[] } => ({
  renames: matchFields(question, evidenceWith(readable(question, known))),
  compositions: findCompositions(
    question.object,
    question.lost,
    question.fresh,
    compositionRows(known.pairs),
  ),
});
