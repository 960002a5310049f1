import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What the gateway keeps (idempotency keys, audit), and what jobs are made of (tasks, slots, outbox, event log). */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.idempotency_keys (
      tenant_id uuid not null references au.tenants,
      principal text not null,
      method text not null,
      path text not null,
      key text not null check (length(key) between 1 and 255),
      body_hash bytea not null,
      status smallint,
      headers jsonb,
      body bytea,
      created_at timestamptz not null default now(),
      finished_at timestamptz,
      primary key (tenant_id, principal, method, path, key)
    )
  `.execute(db);
  await sql`create index on au.idempotency_keys (created_at)`.execute(db);
  await sql`select au.protect('au.idempotency_keys', 'select, insert, update, delete', '')`.execute(db);

  await sql`
    create table au.audit_log (
      tenant_id uuid not null references au.tenants,
      audit_id uuid not null,
      at timestamptz not null default now(),
      actor text not null,
      action text not null,
      subject text,
      before_digest bytea,
      after_digest bytea,
      status smallint not null,
      ip text,
      trace_id text,
      primary key (tenant_id, audit_id)
    )
  `.execute(db);
  await sql`create index on au.audit_log (tenant_id, at desc, audit_id desc)`.execute(db);
  await sql`select au.protect('au.audit_log', 'select, insert', 'insert')`.execute(db);
  await sql`grant insert on au.audit_log to au_login`.execute(db);

  await sql`
    create table au.tasks (
      tenant_id uuid not null references au.tenants,
      task_id uuid not null,
      kind text not null check (kind in ('ingest', 'replay', 'check')),
      state text not null default 'queued'
        check (state in ('queued', 'in_progress', 'success', 'failed', 'cancelled')),
      paused boolean not null default false,
      subject_kind text not null,
      subject_id text not null,
      workflow_id text not null,
      input jsonb not null default '{}',
      progress jsonb not null default '{}',
      result jsonb,
      error jsonb,
      callback_url text,
      trace_id text not null,
      requested_by text not null,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      ended_at timestamptz,
      primary key (tenant_id, task_id)
    )
  `.execute(db);
  // One live task per workflow id: a second start finds the first.
  await sql`
    create unique index tasks_one_live on au.tasks (tenant_id, workflow_id) where state in ('queued', 'in_progress')
  `.execute(db);
  await sql`create index on au.tasks (tenant_id, created_at desc, task_id desc)`.execute(db);
  await sql`create index on au.tasks (tenant_id, subject_kind, subject_id, created_at desc)`.execute(db);
  await sql`select au.protect('au.tasks', 'select, insert, update', 'select, insert, update')`.execute(db);
  await sql`create policy by_aggregate on au.tasks for select to au_ops using (true)`.execute(db);
  await sql`grant select (tenant_id, kind, state, created_at, started_at, ended_at) on au.tasks to au_ops`.execute(
    db,
  );

  await sql`
    create table au.task_trail (
      tenant_id uuid not null,
      task_id uuid not null,
      entry integer not null,
      at timestamptz not null default now(),
      actor text not null,
      kind text not null,
      detail jsonb not null default '{}',
      primary key (tenant_id, task_id, entry),
      foreign key (tenant_id, task_id) references au.tasks on delete cascade
    )
  `.execute(db);
  await sql`select au.protect('au.task_trail', 'select, insert', 'select, insert')`.execute(db);

  await sql`
    create table au.slots (
      tenant_id uuid not null references au.tenants,
      task_id uuid not null,
      workflow_id text not null,
      taken_at timestamptz not null default now(),
      primary key (tenant_id, task_id),
      unique (tenant_id, workflow_id)
    )
  `.execute(db);
  await sql`select au.protect('au.slots', 'select', 'select, insert, delete')`.execute(db);

  await sql`
    create table au.outbox (
      tenant_id uuid not null references au.tenants,
      id uuid not null,
      kind text not null,
      payload jsonb not null,
      due_at timestamptz not null default now(),
      claimed_until timestamptz,
      attempts integer not null default 0,
      last_error text,
      created_at timestamptz not null default now(),
      primary key (tenant_id, id)
    )
  `.execute(db);
  await sql`create index on au.outbox (due_at)`.execute(db);
  await sql`select au.protect('au.outbox', 'insert', 'select, insert, update, delete')`.execute(db);
  await sql`create policy by_relay on au.outbox for select to au_relay using (true)`.execute(db);
  await sql`create policy by_relay_claim on au.outbox for update to au_relay using (true) with check (true)`.execute(
    db,
  );
  await sql`grant select (id, tenant_id, kind, due_at, claimed_until), update (claimed_until) on au.outbox to au_relay`.execute(
    db,
  );
  await sql`create policy by_aggregate on au.outbox for select to au_ops using (true)`.execute(db);
  await sql`grant select (tenant_id, kind, due_at, attempts) on au.outbox to au_ops`.execute(db);

  await sql`
    create table au.event_log (
      tenant_id uuid not null references au.tenants,
      id bigint not null,
      type text not null,
      at timestamptz not null default now(),
      trace_id text not null,
      task_id uuid,
      subject_kind text not null,
      subject_id text not null,
      data jsonb not null default '{}',
      primary key (tenant_id, id)
    )
  `.execute(db);
  await sql`select au.protect('au.event_log', 'select, insert', 'select, insert')`.execute(db);

  await sql`
    create table au.stream_tickets (
      tenant_id uuid not null references au.tenants,
      ticket_hash bytea not null,
      user_id uuid not null,
      role text not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      primary key (tenant_id, ticket_hash)
    )
  `.execute(db);
  await sql`select au.protect('au.stream_tickets', 'select, insert, update (used_at), delete', '')`.execute(
    db,
  );

  await sql`
    create table au.flags (
      tenant_id uuid not null references au.tenants,
      name text not null,
      enabled boolean not null,
      updated_by text not null,
      updated_at timestamptz not null default now(),
      primary key (tenant_id, name)
    )
  `.execute(db);
  await sql`select au.protect('au.flags', 'select, insert, update, delete', 'select')`.execute(db);
};
