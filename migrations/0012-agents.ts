import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What agents found in a generation, what they want to change in a source, and how free each of them is. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`alter table au.tasks drop constraint tasks_kind_check`.execute(db);
  await sql`
    alter table au.tasks add constraint tasks_kind_check
      check (kind in ('ingest', 'replay', 'check', 'suggest', 'mutate', 'connect', 'agents', 'aoa'))
  `.execute(db);

  // No row: the agent proposes and people decide.
  await sql`
    create table au.agent_settings (
      tenant_id uuid not null references au.tenants,
      agent text not null,
      autonomy text not null check (autonomy in ('observe', 'suggest', 'act')),
      updated_by text not null,
      updated_at timestamptz not null default now(),
      primary key (tenant_id, agent)
    )
  `.execute(db);
  await sql`select au.protect('au.agent_settings', 'select, insert, update', 'select')`.execute(db);

  await sql`
    create table au.agent_runs (
      tenant_id uuid not null references au.tenants,
      run_id uuid not null,
      agent text not null,
      generation bigint not null,
      task_id uuid,
      state text not null default 'running' check (state in ('running', 'done', 'failed')),
      -- The newest day that the data itself shows: what is late or stale is so on this day.
      as_of text,
      insights integer,
      proposals integer,
      -- Over the insights in their order: the same generation gives the same.
      content_hash text,
      -- {name: value} that the run as a whole is measured by, such as a back-test.
      measures jsonb not null default '{}',
      -- {name: sql}: what was asked of the views.
      questions jsonb not null default '{}',
      error text,
      trace_id text not null,
      started_at timestamptz not null default now(),
      ended_at timestamptz,
      primary key (tenant_id, run_id)
    )
  `.execute(db);
  await sql`create index on au.agent_runs (tenant_id, agent, started_at desc)`.execute(db);
  await sql`create index on au.agent_runs (tenant_id, started_at desc, run_id desc)`.execute(db);
  await sql`select au.protect('au.agent_runs', 'select', 'select, insert, update, delete')`.execute(db);

  // One row per content: a finding that a later run confirms is the same finding, with the same id.
  await sql`
    create table au.insights (
      tenant_id uuid not null references au.tenants,
      insight_id uuid not null,
      agent text not null,
      kind text not null,
      key text not null,
      digest text not null,
      severity text not null check (severity in ('info', 'notice', 'warning', 'critical')),
      title text not null,
      summary text not null,
      figures jsonb not null,
      -- Names of questions of the runs that found it.
      evidence jsonb not null,
      -- [{entity, id}]: golden records.
      citations jsonb not null,
      as_of text not null,
      first_generation bigint not null,
      created_at timestamptz not null default now(),
      primary key (tenant_id, insight_id),
      unique (tenant_id, agent, digest)
    )
  `.execute(db);
  await sql`create index on au.insights (tenant_id, created_at desc, insight_id desc)`.execute(db);
  await sql`select au.protect('au.insights', 'select', 'select, insert, delete')`.execute(db);

  await sql`
    create table au.agent_run_insights (
      tenant_id uuid not null,
      run_id uuid not null,
      position integer not null,
      insight_id uuid not null,
      primary key (tenant_id, run_id, position),
      foreign key (tenant_id, run_id) references au.agent_runs on delete cascade,
      foreign key (tenant_id, insight_id) references au.insights on delete cascade
    )
  `.execute(db);
  await sql`create index on au.agent_run_insights (tenant_id, insight_id)`.execute(db);
  await sql`select au.protect('au.agent_run_insights', 'select', 'select, insert')`.execute(db);

  await sql`
    create table au.writebacks (
      tenant_id uuid not null,
      writeback_id uuid not null,
      agent text not null,
      run_id uuid not null,
      insight_id uuid not null,
      generation bigint not null,
      connection_id uuid not null,
      entity text not null,
      golden_id text not null,
      object text not null,
      -- The record's key in the source, as its connector takes it.
      key jsonb not null,
      field text not null,
      -- The value that must still be there, and the one to put in its place.
      seen jsonb not null,
      proposed jsonb not null,
      -- Over source, field, seen and proposed: what was once decided or done is not proposed again.
      digest text not null,
      autonomy text not null check (autonomy in ('suggest', 'act')),
      summary text not null,
      state text not null default 'proposed'
        check (state in ('proposed', 'approved', 'writing', 'verified', 'undone', 'conflict', 'rejected', 'failed')),
      -- Why it ended as it did, one sentence.
      reason text,
      -- Set and committed before the one call that writes: what has been sent is never sent again.
      sent_at timestamptz,
      error text,
      -- What the source said when it was read back, or when it said something else than expected.
      found jsonb,
      verified_at timestamptz,
      -- When the record last changed, by its source's clock: before our own write and after it.
      changed_before text,
      changed_after text,
      -- The generation in which our own write was read again.
      read_again bigint,
      -- {state: requested|writing|done|conflict|failed, requested_by, requested_at, reason, sent_at, ended_at, failure}
      undo jsonb,
      trace_id text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, writeback_id),
      foreign key (tenant_id, connection_id) references au.connections on delete cascade,
      foreign key (tenant_id, insight_id) references au.insights,
      foreign key (tenant_id, run_id) references au.agent_runs
    )
  `.execute(db);
  // One live change per field of a record: two runs that propose at once meet here.
  await sql`
    create unique index writebacks_one_live on au.writebacks (tenant_id, connection_id, object, key, field)
      where state in ('proposed', 'approved', 'writing')
  `.execute(db);
  await sql`create index on au.writebacks (tenant_id, digest)`.execute(db);
  await sql`create index on au.writebacks (tenant_id, created_at desc, writeback_id desc)`.execute(db);
  await sql`create index on au.writebacks (tenant_id, insight_id)`.execute(db);
  await sql`select au.protect('au.writebacks',
    'select, update (state, reason, undo, updated_at)', 'select, insert, update')`.execute(db);

  await sql`
    create table au.writeback_decisions (
      tenant_id uuid not null,
      decision_id uuid not null,
      writeback_id uuid not null,
      verdict text not null check (verdict in ('approve', 'reject')),
      digest text not null,
      reason text,
      -- User id, or 'policy'.
      decided_by text not null,
      trace_id text not null,
      decided_at timestamptz not null default now(),
      primary key (tenant_id, decision_id),
      unique (tenant_id, writeback_id),
      foreign key (tenant_id, writeback_id) references au.writebacks on delete cascade
    )
  `.execute(db);
  await sql`select au.protect('au.writeback_decisions', 'select, insert', 'select, insert')`.execute(db);
};
