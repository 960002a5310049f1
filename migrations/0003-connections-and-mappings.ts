import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Connections, what their sources look like, what has drifted, and the mapping versions. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.connections (
      tenant_id uuid not null references au.tenants,
      connection_id uuid not null,
      slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      name text not null check (length(name) between 1 and 200),
      system text not null,
      config jsonb not null default '{}',
      status text not null default 'new' check (status in ('new', 'active', 'degraded', 'broken', 'paused')),
      status_reason text,
      failures integer not null default 0,
      schedule_seconds integer check (schedule_seconds between 60 and 2592000),
      next_run_at timestamptz,
      checked_at timestamptz,
      check_report jsonb,
      version integer not null default 1,
      created_by text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz,
      primary key (tenant_id, connection_id),
      unique (tenant_id, slug)
    )
  `.execute(db);
  await sql`select au.protect('au.connections', 'select, insert, update', 'select, update')`.execute(db);
  await sql`create policy by_aggregate on au.connections for select to au_ops using (true)`.execute(db);
  await sql`grant select (tenant_id, system, status, deleted_at) on au.connections to au_ops`.execute(db);

  await sql`
    create table au.tenant_keys (
      tenant_id uuid primary key references au.tenants,
      key_id text not null,
      wrapped bytea not null,
      created_at timestamptz not null default now()
    )
  `.execute(db);
  await sql`select au.protect('au.tenant_keys', 'select, insert', 'select, insert, update')`.execute(db);

  await sql`
    create table au.connection_credentials (
      tenant_id uuid not null,
      connection_id uuid not null,
      sealed bytea not null,
      version integer not null default 1,
      updated_at timestamptz not null default now(),
      primary key (tenant_id, connection_id),
      foreign key (tenant_id, connection_id) references au.connections on delete cascade
    )
  `.execute(db);
  await sql`select au.protect('au.connection_credentials', 'select, insert, update, delete', 'select, update')`.execute(
    db,
  );

  await sql`
    create table au.oauth_states (
      tenant_id uuid not null references au.tenants,
      state_hash bytea not null,
      user_id uuid not null,
      connection_id uuid not null,
      sealed bytea not null,
      expires_at timestamptz not null,
      primary key (tenant_id, state_hash)
    )
  `.execute(db);
  await sql`select au.protect('au.oauth_states', 'select, insert, delete', '')`.execute(db);

  await sql`
    create table au.uploads (
      tenant_id uuid not null references au.tenants,
      upload_id uuid not null,
      name text not null,
      bytes bigint not null,
      sha256 bytea not null,
      uploaded_by text not null,
      created_at timestamptz not null default now(),
      primary key (tenant_id, upload_id)
    )
  `.execute(db);
  await sql`select au.protect('au.uploads', 'select, insert, delete', 'select')`.execute(db);

  await sql`
    create table au.source_schemas (
      tenant_id uuid not null,
      connection_id uuid not null,
      object text not null,
      version integer not null,
      fingerprint text not null,
      document jsonb not null,
      seen_at timestamptz not null default now(),
      primary key (tenant_id, connection_id, object, version),
      foreign key (tenant_id, connection_id) references au.connections on delete cascade
    )
  `.execute(db);
  await sql`select au.protect('au.source_schemas', 'select', 'select, insert')`.execute(db);

  // The approved baseline; it moves only when a repair is applied or a change is accepted.
  await sql`
    create table au.schema_baselines (
      tenant_id uuid not null,
      connection_id uuid not null,
      object text not null,
      version integer not null,
      primary key (tenant_id, connection_id, object),
      foreign key (tenant_id, connection_id, object, version) references au.source_schemas on delete cascade
    )
  `.execute(db);
  await sql`select au.protect('au.schema_baselines', 'select', 'select, insert, update')`.execute(db);

  await sql`
    create table au.drift_events (
      tenant_id uuid not null,
      drift_event_id uuid not null,
      connection_id uuid not null,
      object text not null,
      kind text not null,
      severity text not null check (severity in ('breaking', 'risky', 'harmless')),
      state text not null default 'open'
        check (state in ('open', 'proposing', 'waiting', 'manual', 'applying', 'closed')),
      outcome text check (outcome in ('applied', 'accepted', 'healed', 'superseded')),
      digest text not null,
      lost jsonb not null default '[]',
      detail jsonb not null default '{}',
      opened_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      closed_at timestamptz,
      primary key (tenant_id, drift_event_id),
      foreign key (tenant_id, connection_id) references au.connections on delete cascade,
      check ((state = 'closed') = (outcome is not null))
    )
  `.execute(db);
  await sql`
    create unique index drift_events_one_open on au.drift_events (tenant_id, connection_id, object) where state <> 'closed'
  `.execute(db);
  await sql`select au.protect('au.drift_events', 'select', 'select, insert, update')`.execute(db);

  await sql`
    create table au.schema_changes (
      tenant_id uuid not null,
      change_id uuid not null,
      connection_id uuid not null,
      object text not null,
      from_version integer,
      to_version integer,
      changes jsonb not null,
      drift_event_id uuid,
      seen_at timestamptz not null default now(),
      primary key (tenant_id, change_id),
      foreign key (tenant_id, connection_id) references au.connections on delete cascade
    )
  `.execute(db);
  await sql`create index on au.schema_changes (tenant_id, connection_id, seen_at desc)`.execute(db);
  await sql`select au.protect('au.schema_changes', 'select', 'select, insert')`.execute(db);

  // One row per object that was ever mapped. stream = the object's name at first mapping: record keys are built from it.
  await sql`
    create table au.streams (
      tenant_id uuid not null,
      connection_id uuid not null,
      stream text not null,
      object text not null,
      epoch bigint not null default 0,
      holder text,
      read_id uuid,
      mode text check (mode in ('full', 'incremental')),
      since jsonb,
      resume jsonb,
      read_started_at timestamptz,
      completed_at timestamptz,
      swept_at timestamptz,
      stopped_code text,
      stopped_reason text,
      primary key (tenant_id, connection_id, stream),
      unique (tenant_id, connection_id, object),
      foreign key (tenant_id, connection_id) references au.connections on delete cascade
    )
  `.execute(db);
  // The door locks the row to number mapping versions; PostgreSQL asks for a right to update for that.
  await sql`select au.protect('au.streams', 'select, insert, update (holder)', 'select, insert, update')`.execute(
    db,
  );

  await sql`
    create table au.mapping_versions (
      tenant_id uuid not null,
      connection_id uuid not null,
      stream text not null,
      entity text not null,
      version integer not null,
      document text not null,
      author text not null check (author in ('human', 'heuristic', 'memory', 'llm', 'default')),
      author_id text,
      reason text not null,
      parent_version integer,
      created_at timestamptz not null default now(),
      primary key (tenant_id, connection_id, stream, entity, version),
      foreign key (tenant_id, connection_id, stream) references au.streams on delete cascade
    )
  `.execute(db);
  await sql`select au.protect('au.mapping_versions', 'select, insert', 'select, insert')`.execute(db);

  await sql`
    create table au.active_mappings (
      tenant_id uuid not null,
      connection_id uuid not null,
      stream text not null,
      entity text not null,
      version integer not null,
      switched_at timestamptz not null default now(),
      primary key (tenant_id, connection_id, stream, entity),
      foreign key (tenant_id, connection_id, stream, entity, version) references au.mapping_versions on delete cascade
    )
  `.execute(db);
  await sql`select au.protect('au.active_mappings', 'select, insert, update, delete', 'select, insert, update, delete')`.execute(
    db,
  );
};
