import { canonicalEntities } from '../domain/canonical/canonical-entities.ts';
import type { TenantId } from '../domain/ids.ts';
import {
  canonicalName,
  judgedSuggestions,
  mappingPairs,
  openSuggestions,
  withMemory,
} from '../domain/repair/advise-suggestions.ts';
import type { SuggestionQuestion } from '../domain/repair/advise-suggestions.ts';
import { leastReview } from '../domain/repair/band.ts';
import type { SourceShape } from '../domain/repair/mapping-features.ts';
import type { Recollection } from '../domain/repair/recall.ts';
import type { RepairAuthor } from '../domain/repair/repair.ts';
import type { EntitySuggestion } from '../domain/repair/suggest-entity.ts';
import type { Advisor } from '../platform/llm/advisor.ts';

export interface MappingAdvice {
  readonly tenantId: TenantId;
  readonly system: string;
  readonly object: string;
  readonly fields: readonly SourceShape[];
  /** What the advice is for, e.g. a ticket's id. */
  readonly subject?: string;
}

export interface AdvisedEntity {
  readonly suggestion: EntitySuggestion;
  readonly author: RepairAuthor;
  /** People took one of these pairs back before. */
  readonly barred: boolean;
}

/** More pairs than this are not compared with memory. */
const mostPairs = 10_000;
/**
 * A suggestion from 0.85 is taken into the mapping without being looked at one by one: no verdict of a model lifts one so far.
 */
const mostJudged = 0.84;

/** Lets memory, and a language model where there is one, move the fields of an entity's suggestion. */
export const adviseMapping = async (
  advisor: Advisor | undefined,
  advice: MappingAdvice,
  suggestion: EntitySuggestion,
): Promise<AdvisedEntity> => {
  if (advisor === undefined) return { suggestion, author: 'heuristic', barred: false };
  const question = { ...advice, entity: canonicalEntities[suggestion.entity] };
  const known = await recallAll(advisor, advice.tenantId, question);
  const recollectionOf = (source: string, field: string): Recollection | undefined =>
    known.get(JSON.stringify([source, canonicalName(question.entity, field)]));
  const remembered = withMemory(question, suggestion.fields, recollectionOf);
  const borders = { review: leastReview, automatic: mostJudged };
  const verdicts = await advisor.judge(
    advice.tenantId,
    openSuggestions(question, remembered, borders),
    advice.subject === undefined ? { recollectionOf } : { recollectionOf, subject: advice.subject },
  );
  const fields = judgedSuggestions(remembered, verdicts, borders);
  const signals = new Set(fields.flatMap(({ reasons }) => reasons.map(({ signal }) => signal)));
  return {
    suggestion: { ...suggestion, fields },
    author: signals.has('language model') ? 'llm' : signals.has('history') ? 'memory' : 'heuristic',
    barred: fields.some(({ source, field }) => field !== null && recollectionOf(source, field)?.barred),
  };
};

const recallAll = async (
  advisor: Advisor,
  tenantId: TenantId,
  question: SuggestionQuestion,
): Promise<ReadonlyMap<string, Recollection>> => {
  const pairs = mappingPairs(question);
  if (pairs.length === 0 || pairs.length > mostPairs) return new Map();
  const found = await advisor.recall(tenantId, pairs);
  return new Map(
    pairs.flatMap(({ from, to }, at) => {
      const recollection = found[at];
      return recollection === undefined ? [] : [[JSON.stringify([from, to]), recollection] as const];
    }),
  );
};
