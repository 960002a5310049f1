import type { CanonicalEntity } from '../canonical/field.ts';
import type { Reason } from '../schema/changes.ts';
import { logit, sigmoid } from './evidence-model.ts';
import type { JudgedField, JudgeQuestion, Verdicts } from './judge-question.ts';
import { weighVerdict } from './judge-verdict.ts';
import type { Borders } from './judge-verdict.ts';
import type { SourceShape } from './mapping-features.ts';
import type { NamedPair, Recollection } from './recall.ts';
import type { FieldSuggestion } from './suggest-fields.ts';

/** An object whose fields are to be mapped onto an entity. */
export interface SuggestionQuestion {
  readonly system: string;
  readonly object: string;
  readonly entity: CanonicalEntity;
  readonly fields: readonly SourceShape[];
}

/** What memory knows of a source field as this canonical field. */
export type RecollectionOf = (source: string, field: string) => Recollection | undefined;

/** How memory calls a canonical field. */
export const canonicalName = ({ name }: CanonicalEntity, field: string): string => `${name}.${field}`;

/** Every source field as every canonical field of the entity, as memory is asked about them. */
export const mappingPairs = ({ system, object, entity, fields }: SuggestionQuestion): NamedPair[] =>
  fields.flatMap(({ name: from }) =>
    entity.fields.map(({ name }): NamedPair => ({
      kind: 'mapping',
      system,
      object,
      from,
      to: canonicalName(entity, name),
    })),
  );

/** What `ValueEvidence.history` counts in the matcher. */
const historyWeight = 2.5;
/** Of a pair that only memory knows: what people approved elsewhere waits for a person here. */
const rememberedAlone = 0.8;
/** Names and types alone never claim more; neither do they together with memory. */
const atMost = 0.985;

const historyReason = (history: number): Reason => ({
  signal: 'history',
  weight: Math.round(100 * historyWeight * history) / 100,
  text: history > 0 ? 'people approved this before' : 'people rejected this before',
});

const weighed = (one: FieldSuggestion, known: Recollection | undefined): FieldSuggestion => {
  if (one.field === null || known === undefined || known.history === 0) return one;
  const confidence = sigmoid(logit(one.confidence) + historyWeight * known.history);
  return {
    ...one,
    confidence: Math.min(atMost, confidence),
    reasons: [historyReason(known.history), ...one.reasons],
  };
};

/**
 * Adds what people decided before: approvals raise a suggestion, rejections lower it, and a canonical field that nothing was
 * found for is taken from memory where a field of that very name was approved as it.
 */
export function withMemory(
  { entity, fields }: SuggestionQuestion,
  found: readonly FieldSuggestion[],
  recollectionOf: RecollectionOf,
): FieldSuggestion[] {
  const taken = new Set(found.map(({ field }) => field));
  const free = entity.fields.map(({ name }) => name).filter((name) => !taken.has(name));
  const asked = new Set(fields.map(({ name }) => name));
  return found.map((one) => {
    if (one.field !== null) return weighed(one, recollectionOf(one.source, one.field));
    const at = free.findIndex((field) => recollectionOf(one.source, field)?.covered);
    const field = free[at];
    if (field === undefined || !asked.has(one.source)) return one;
    free.splice(at, 1);
    const history = recollectionOf(one.source, field)?.history ?? 0;
    return { ...one, field, confidence: rememberedAlone, reasons: [historyReason(history)] };
  });
}

/** What the suggestions leave open, with the canonical fields that no sure one takes. */
export const openSuggestions = (
  { system, object, entity, fields }: SuggestionQuestion,
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
    .map(({ name, type, description }): JudgedField => ({ name, type, note: description }));
  return {
    kind: 'mapping',
    system,
    object,
    neighbours: sure.map(({ source }) => source),
    items: fields.filter(({ name }) => open.has(name)).map((field) => ({ ...field, candidates })),
  };
};

/** The suggestions with a model's verdicts among their evidence. */
export const judgedSuggestions = (
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
