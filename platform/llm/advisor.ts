import type pg from 'pg';
import type { TenantId } from '../../domain/ids.ts';
import { judgeAnswerSchema, verdictsOf } from '../../domain/repair/judge-answer.schema.ts';
import { uncovered } from '../../domain/repair/coverage.ts';
import type { RecollectionOf } from '../../domain/repair/coverage.ts';
import { embed } from '../../domain/repair/embedding.ts';
import { phraseQuestion } from '../../domain/repair/judge-question.ts';
import type { JudgeQuestion, PhrasedQuestion, Verdicts } from '../../domain/repair/judge-question.ts';
import { recall } from '../../domain/repair/recall.ts';
import type { NamedPair, Recollection, Remembered } from '../../domain/repair/recall.ts';
import { keepVectors, newestDecisions, offlineModel } from '../database/repositories/repair-memory.ts';
import type { MemoryRow } from '../database/repositories/repair-memory.ts';
import { withTenant } from '../database/with-tenant.ts';
import type { Llm } from './create-llm.ts';

/** What is known of a repair besides its fields: what people decided before, and what a model thinks. */
export interface Advisor {
  /** What people decided on these pairs and on pairs like them, in the order given. */
  recall(tenantId: TenantId, pairs: readonly NamedPair[]): Promise<readonly Recollection[]>;
  /**
   * Asks a language model about what memory does not cover; a call that memory makes superfluous is counted as saved.
   * Without a model, or without its answer: no verdicts.
   */
  judge(
    tenantId: TenantId,
    question: JudgeQuestion,
    more?: { readonly recollectionOf?: RecollectionOf; readonly subject?: string; readonly model?: string },
  ): Promise<Verdicts>;
}

export interface AdvisorDeps {
  /** Pool of au_worker. */
  readonly pool: pg.Pool;
  /** Undefined: heuristics and memory alone. */
  readonly llm: Llm | undefined;
}

const purposes = { rename: 'judge_rename', mapping: 'judge_mapping' } as const;

export const createAdvisor = (deps: AdvisorDeps): Advisor => ({
  recall: async (tenantId, pairs) => {
    const kinds = [...new Set(pairs.map(({ kind }) => kind))];
    const rows = await withTenant(deps.pool, tenantId, async (transaction) => {
      const found: MemoryRow[] = [];
      for (const kind of kinds) found.push(...(await newestDecisions(transaction, kind)));
      return found;
    });
    const { vectorOf, remembered } = await vectorise(deps, tenantId, pairs, rows);
    const asked = pairs.map((pair) => ({
      ...pair,
      fromVector: vectorOf(pair.from),
      toVector: vectorOf(pair.to),
    }));
    return recall(asked, remembered);
  },
  judge: async (tenantId, question, { recollectionOf = () => undefined, subject, model } = {}) => {
    const { llm } = deps;
    if (llm === undefined) return new Map();
    const purpose = purposes[question.kind];
    const asked = question.items.filter(({ candidates }) => candidates.length > 0);
    const left = uncovered(question, recollectionOf);
    if (asked.length > 0 && left.items.length === 0) await llm.noteSaved(tenantId, purpose, subject);
    if (left.items.length === 0) return new Map();
    let phrased: PhrasedQuestion | undefined;
    const answer = await llm.ask({
      tenantId,
      purpose,
      subject,
      model,
      phrase: ({ samples }) => {
        phrased = phraseQuestion(left, samples);
        return phrased && { ...phrased, answer: judgeAnswerSchema(phrased) };
      },
    });
    return 'value' in answer && phrased !== undefined ? verdictsOf(phrased, answer.value) : new Map();
  },
});

interface Vectorised {
  readonly vectorOf: (name: string) => readonly number[];
  readonly remembered: readonly Remembered[];
}

const rememberedOf = (
  row: MemoryRow,
  fromVector: readonly number[],
  toVector: readonly number[],
): Remembered => ({
  kind: row.kind,
  system: row.system,
  object: row.object,
  from: row.from_name,
  to: row.to_name,
  verdict: row.verdict,
  fromVector,
  toVector,
});

/** Offline vectors, unless a model is configured and answers: then all names of question and memory get its vectors. */
const vectorise = async (
  { pool, llm }: AdvisorDeps,
  tenantId: TenantId,
  pairs: readonly NamedPair[],
  rows: readonly MemoryRow[],
): Promise<Vectorised> => {
  const model = rows.length === 0 ? undefined : llm?.embeddingModel;
  const stale = rows.filter(({ embedding_model }) => embedding_model !== model);
  const names = namesOf(pairs, model === undefined ? [] : stale);
  const made = model === undefined ? undefined : await llm?.embed(tenantId, names);
  if (model === undefined || made === undefined) return offline(rows);
  const vectors = new Map(names.map((name, at) => [name, made[at] ?? []]));
  const vectorOf = (name: string): readonly number[] => vectors.get(name) ?? [];
  const fresh = stale.map((row) => ({
    ...row,
    embedding_model: model,
    from_embedding: vectorOf(row.from_name),
    to_embedding: vectorOf(row.to_name),
  }));
  await withTenant(pool, tenantId, (transaction) => keepVectors(transaction, fresh));
  const kept = rows.filter(({ embedding_model }) => embedding_model === model);
  return {
    vectorOf,
    remembered: [...kept, ...fresh].map((row) => rememberedOf(row, row.from_embedding, row.to_embedding)),
  };
};

const namesOf = (pairs: readonly NamedPair[], rows: readonly MemoryRow[]): string[] => [
  ...new Set([
    ...pairs.flatMap(({ from, to }) => [from, to]),
    ...rows.flatMap(({ from_name, to_name }) => [from_name, to_name]),
  ]),
];

/** Memory may hold the vectors of a model that does not answer now: offline ones are made anew, since that costs little. */
const offline = (rows: readonly MemoryRow[]): Vectorised => {
  const vectors = new Map<string, readonly number[]>();
  const vectorOf = (name: string): readonly number[] => {
    const known = vectors.get(name) ?? embed(name);
    vectors.set(name, known);
    return known;
  };
  return {
    vectorOf,
    remembered: rows.map((row) =>
      row.embedding_model === offlineModel
        ? rememberedOf(row, row.from_embedding, row.to_embedding)
        : rememberedOf(row, vectorOf(row.from_name), vectorOf(row.to_name)),
    ),
  };
};
