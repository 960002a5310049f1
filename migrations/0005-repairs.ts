import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * What is proposed for a drift ticket, who decided it, and which policy holds where.
 *
 * The door writes decisions and the state that follows from them at once; everything else of a repair is the worker's.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.repairs (
      tenant_id uuid not null,
      repair_id uuid not null,
      drift_event_id uuid not null,
      connection_id uuid not null,
      object text not null,
      stream text,
      ticket_digest text not null,
      digest text not null,
      state text not null default 'proposed'
        check (state in ('proposed', 'approved', 'applying', 'applied', 'undone', 'rejected', 'expired', 'failed')),
      band text not null check (band in ('automatic', 'review', 'manual')),
      confidence double precision not null check (confidence between 0 and 1),
      author text not null check (author in ('human', 'heuristic', 'memory', 'llm')),
      -- [{entity, from_version, to_version, document, changes: [{id, …}]}]: docs/repair.md has the shapes.
      mappings jsonb not null,
      -- Source paths that no offered change gives back.
      unresolved jsonb not null default '[]',
      -- Why it is not applied by itself, and what its end was, one sentence each.
      reasons jsonb not null default '[]',
      preview jsonb,
      shadow jsonb,
      undo jsonb,
      from_schema_version integer,
      to_schema_version integer,
      replay_task_id uuid,
      -- True: not the ticket's answer any more, whatever its state; another one is proposed.
      superseded boolean not null default false,
      expires_at timestamptz,
      remind_at timestamptz,
      trace_id text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      applied_at timestamptz,
      primary key (tenant_id, repair_id),
      foreign key (tenant_id, drift_event_id) references au.drift_events on delete cascade
    )
  `.execute(db);
  // One live proposal per ticket: two workers that propose at once meet here.
  await sql`
    create unique index repairs_one_live on au.repairs (tenant_id, drift_event_id)
      where state in ('proposed', 'approved', 'applying')
  `.execute(db);
  await sql`create index on au.repairs (tenant_id, connection_id, object, created_at desc)`.execute(db);
  await sql`create index on au.repairs (tenant_id, created_at desc, repair_id desc)`.execute(db);
  await sql`select au.protect('au.repairs',
    'select, insert, update (state, reasons, superseded, undo, updated_at)', 'select, insert, update')`.execute(
    db,
  );
  await sql`create policy by_aggregate on au.repairs for select to au_ops using (true)`.execute(db);
  await sql`grant select (tenant_id, state, band, confidence, author, created_at, updated_at) on au.repairs to au_ops`.execute(
    db,
  );

  await sql`
    create table au.repair_decisions (
      tenant_id uuid not null,
      decision_id uuid not null,
      repair_id uuid not null,
      verdict text not null check (verdict in ('approve', 'reject')),
      -- Null: as proposed. [{id, from?, transforms?}]: these changes alone, with other sources where given.
      edits jsonb,
      digest text not null,
      reason text,
      -- User id, or 'policy'.
      decided_by text not null,
      trace_id text not null,
      decided_at timestamptz not null default now(),
      primary key (tenant_id, decision_id),
      unique (tenant_id, repair_id),
      foreign key (tenant_id, repair_id) references au.repairs on delete cascade
    )
  `.execute(db);
  await sql`select au.protect('au.repair_decisions', 'select, insert', 'select, insert')`.execute(db);

  // The narrowest row that fits a field decides; null stands for all.
  await sql`
    create table au.repair_policies (
      tenant_id uuid not null references au.tenants,
      policy_id uuid not null,
      connection_id uuid,
      object text,
      field text,
      policy text not null check (policy in ('auto', 'ask', 'ignore', 'freeze')),
      updated_by text not null,
      updated_at timestamptz not null default now(),
      primary key (tenant_id, policy_id),
      unique nulls not distinct (tenant_id, connection_id, object, field),
      foreign key (tenant_id, connection_id) references au.connections on delete cascade,
      check (object is null or connection_id is not null),
      check (field is null or object is not null)
    )
  `.execute(db);
  await sql`select au.protect('au.repair_policies', 'select, insert, update, delete', 'select')`.execute(db);
};
