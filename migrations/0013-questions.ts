import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What was asked of the unified views, what became of it, and the vectors by which it is found again. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.questions (
      tenant_id uuid not null references au.tenants,
      question_id uuid not null,
      at timestamptz not null default now(),
      asked_by uuid not null,
      question text not null check (length(question) between 1 and 500),
      -- The day that "this month" and its like were seen from.
      today text not null check (today ~ '^\\d{4}-\\d{2}-\\d{2}$'),
      persona text not null check (persona in ('CTO', 'CRO', 'COO', 'CFO')),
      outcome text not null check (outcome in ('answered', 'empty', 'unknown_name', 'ambiguous', 'unknown')),
      -- The whole answer as it was given; its figures are of the generation that it names.
      answer jsonb not null,
      embedding_model text not null,
      embedding real[] not null,
      primary key (tenant_id, question_id)
    )
  `.execute(db);
  await sql`create index on au.questions (tenant_id, at desc, question_id desc)`.execute(db);
  await sql`select au.protect('au.questions', 'select, insert, delete', '')`.execute(db);

  // The API asks a model what a question means; its calls are counted like the worker's.
  await sql`grant insert, update on au.llm_calls to au_app`.execute(db);
};
