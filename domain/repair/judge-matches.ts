import type { CanonicalEntity } from '../canonical/field.ts';
import type { JudgedField, JudgeQuestion, Verdicts } from './judge-question.ts';
import { weighVerdict } from './judge-verdict.ts';
import type { Borders } from './judge-verdict.ts';
import type { SourceShape } from './mapping-features.ts';
import type { RenameCandidate } from './match-fields.ts';
import type { NamedPair } from './recall.ts';
import type { RenameQuestion } from './rename-features.ts';
import type { FieldSuggestion } from './suggest-fields.ts';

/** Where the fields in question are. */
export interface Place {
  readonly system: string;
  readonly object: string;
}

/** Every pair that the matcher will weigh, as memory is asked about it. */
export const renamePairs = ({ system, object }: Place, { lost, fresh }: RenameQuestion): NamedPair[] =>
  lost.flatMap(({ name: from }) =>
    fresh.map(({ name: to }): NamedPair => ({ kind: 'rename', system, object, from, to })),
  );

/** What the matcher leaves open: lost fields with a candidate that is not sure, each with all new fields to choose from. */
export const openRenames = (
  place: Place,
  { lost, fresh, kept }: RenameQuestion,
  found: readonly RenameCandidate[],
  borders: Borders,
): JudgeQuestion => {
  const sure = found.filter(({ confidence }) => confidence > borders.automatic);
  const taken = new Set(sure.map(({ to }) => to));
  const settled = new Set(sure.map(({ from }) => from));
  const weighed = new Set(found.map(({ from }) => from));
  const candidates = fresh.filter(({ name }) => !taken.has(name));
  return {
    ...place,
    kind: 'rename',
    neighbours: kept,
    items: lost
      .filter(({ name }) => weighed.has(name) && !settled.has(name))
      .map((field) => ({ ...field, candidates })),
  };
};

/** The matcher's pairs with a model's verdicts among their evidence. */
export const judgedRenames = (
  found: readonly RenameCandidate[],
  verdicts: Verdicts,
  borders: Borders,
): RenameCandidate[] =>
  found.map((candidate) => {
    const { confidence, reasons } = weighVerdict(
      { ...candidate, choice: candidate.to },
      verdicts.get(candidate.from),
      borders,
    );
    return { ...candidate, confidence, reasons };
  });

/** What the suggestions leave open, with the canonical fields that no sure one takes. */
export const openMappings = (
  place: Place,
  { entity, fields }: { readonly entity: CanonicalEntity; readonly fields: readonly SourceShape[] },
  found: readonly FieldSuggestion[],
  borders: Borders,
): JudgeQuestion => {
  const isSure = ({ field, confidence }: FieldSuggestion): boolean =>
    field !== null && confidence > borders.automatic;
  const sure = found.filter(isSure);
  const taken = new Set(sure.map(({ field }) => field));
  const open = new Set(found.filter((one) => one.field !== null && !isSure(one)).map(({ source }) => source));
  const candidates = entity.fields
    .filter(({ name }) => !taken.has(name))
    .map(({ name, type }): JudgedField => ({ name, type }));
  return {
    ...place,
    kind: 'mapping',
    neighbours: sure.map(({ source }) => source),
    items: fields.filter(({ name }) => open.has(name)).map((field) => ({ ...field, candidates })),
  };
};

/** The suggestions with a model's verdicts among their evidence. */
export const judgedMappings = (
  found: readonly FieldSuggestion[],
  verdicts: Verdicts,
  borders: Borders,
): FieldSuggestion[] =>
  found.map((suggestion) => {
    const { confidence, reasons } = weighVerdict(
      { ...suggestion, choice: suggestion.field },
      verdicts.get(suggestion.source),
      borders,
    );
    return { ...suggestion, confidence, reasons };
  });
