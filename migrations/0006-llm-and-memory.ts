import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What language models were asked, answered and cost, and what people decided on repairs before. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.llm_calls (
      tenant_id uuid not null references au.tenants,
      call_id uuid not null,
      at timestamptz not null default now(),
      purpose text not null,
      provider text not null,
      model text not null,
      -- While a call is under way: what it may cost at most, so that calls at the same time share one budget.
      tokens_in integer not null default 0,
      tokens_out integer not null default 0,
      -- Millionths of a US dollar; null where the model's price is not configured.
      cost_micros bigint,
      latency_ms integer,
      outcome text not null check (outcome in ('started', 'answered', 'saved', 'over_budget', 'refused', 'invalid',
        'truncated', 'timeout', 'rate_limited', 'failed')),
      saved_by text check (saved_by in ('cache', 'memory')),
      -- Of what was sent only its hash and size are kept.
      request_hash bytea,
      request_bytes integer,
      subject text,
      primary key (tenant_id, call_id),
      check ((outcome = 'saved') = (saved_by is not null))
    )
  `.execute(db);
  await sql`create index on au.llm_calls (tenant_id, at)`.execute(db);
  await sql`select au.protect('au.llm_calls', 'select', 'select, insert, update')`.execute(db);
  await sql`create policy by_aggregate on au.llm_calls for select to au_ops using (true)`.execute(db);
  await sql`grant select (tenant_id, purpose, provider, model, tokens_in, tokens_out, cost_micros, outcome, saved_by)
    on au.llm_calls to au_ops`.execute(db);

  await sql`
    create table au.repair_memory (
      tenant_id uuid not null references au.tenants,
      memory_id uuid not null,
      at timestamptz not null default now(),
      -- rename: a source field became another; mapping: a source field is a canonical one.
      kind text not null check (kind in ('rename', 'mapping')),
      system text not null,
      object text not null,
      from_name text not null,
      to_name text not null,
      verdict text not null check (verdict in ('approved', 'rejected', 'undone')),
      decided_by text not null,
      repair_id uuid not null,
      change_id text not null,
      -- Which model made the two vectors.
      embedding_model text not null,
      from_embedding real[] not null,
      to_embedding real[] not null,
      primary key (tenant_id, memory_id),
      unique (tenant_id, repair_id, change_id, from_name, to_name, verdict)
    )
  `.execute(db);
  await sql`create index on au.repair_memory (tenant_id, kind, at desc)`.execute(db);
  await sql`select au.protect('au.repair_memory', 'select, insert',
    'select, insert, update (embedding_model, from_embedding, to_embedding)')`.execute(db);
};
