import { sql } from 'kysely';
import type { Insertable, Selectable } from 'kysely';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type QuestionRow = Selectable<Tables['questions']>;

/** A tenant's newest questions are kept; older ones make room. */
const mostKept = 1_000;
/** Answered questions that a new one is compared with. */
const mostRecalled = 300;

/** Keeps a question with its answer, and lets go of the oldest beyond a thousand. */
export const keepQuestion = async (
  { db, tenantId }: TenantTransaction,
  question: Omit<Insertable<Tables['questions']>, 'tenant_id'>,
): Promise<QuestionRow> => {
  const kept = await db
    .insertInto('questions')
    .values({ ...question, tenant_id: tenantId })
    .returningAll()
    .executeTakeFirstOrThrow();
  await db
    .deleteFrom('questions')
    .where('question_id', 'in', (inner) =>
      inner
        .selectFrom('questions')
        .select('question_id')
        .orderBy('at', 'desc')
        .orderBy('question_id', 'desc')
        .offset(mostKept),
    )
    .execute();
  return kept;
};

export interface ListedQuestion extends Omit<QuestionRow, 'embedding' | 'embedding_model' | 'answer'> {
  readonly sentence: string;
  readonly position: string;
}

/** Questions, newest first, without the figures of their answers. */
export const listQuestions = async (
  { db }: TenantTransaction,
  filter: { readonly askedBy?: string | undefined },
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedQuestion[]> => {
  let query = db
    .selectFrom('questions')
    .select(['tenant_id', 'question_id', 'at', 'asked_by', 'question', 'today', 'persona', 'outcome'])
    .select(sql<string>`answer ->> 'sentence'`.as('sentence'))
    .select(microseconds('at').as('position'))
    .orderBy('at', 'desc')
    .orderBy('question_id', 'desc')
    .limit(limit);
  if (filter.askedBy !== undefined) query = query.where('asked_by', '=', filter.askedBy);
  if (after !== undefined) query = query.where(olderThan('at', 'question_id', after));
  return await query.execute();
};

export const findQuestion = async (
  { db }: TenantTransaction,
  questionId: string,
): Promise<QuestionRow | undefined> =>
  await db.selectFrom('questions').selectAll().where('question_id', '=', questionId).executeTakeFirst();

/** Whether the tenant has asked anything yet. */
export const anyQuestion = async ({ db }: TenantTransaction): Promise<boolean> =>
  (await db.selectFrom('questions').select('question_id').limit(1).executeTakeFirst()) !== undefined;

/** The newest questions that were answered, for retrieval. */
export const answeredQuestions = async ({ db }: TenantTransaction) =>
  await db
    .selectFrom('questions')
    .select(['question_id', 'question', 'embedding'])
    .select(sql<string>`answer ->> 'sentence'`.as('sentence'))
    .where('outcome', '=', 'answered')
    .orderBy('at', 'desc')
    .limit(mostRecalled)
    .execute();
