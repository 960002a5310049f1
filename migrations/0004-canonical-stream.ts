import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Raw records, canonical events, the state that tells a change from a repeat, ledgers and quarantine.
 *
 * A row of canonical_streams keeps only what differs from its neighbours; what a whole batch shares (task, trace, mapping
 * and schema version, time) stands once in canonical_batches, and the view canonical_events puts the envelope together.
 * json, not jsonb: the stored text is the text that was hashed, and it costs PostgreSQL a third less to insert.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const partitions = 8;

  await sql`
    create table au.canonical_batches (
      tenant_id uuid not null,
      batch_id uuid not null,
      connection_id uuid not null,
      stream text not null,
      task_id uuid not null,
      trace_id text not null,
      schema_version integer,
      mapping_versions jsonb not null,
      emitted_at timestamptz not null default now(),
      primary key (tenant_id, batch_id)
    )
  `.execute(db);
  await sql`select au.protect('au.canonical_batches', 'select', 'select, insert')`.execute(db);

  await sql`
    create table au.source_records (
      tenant_id uuid not null,
      record_key text collate "C" not null,
      raw_seq integer not null,
      batch_id uuid not null,
      raw json,
      primary key (tenant_id, record_key, raw_seq)
    ) partition by hash (tenant_id)
  `.execute(db);

  await sql`
    create table au.canonical_streams (
      tenant_id uuid not null,
      seq bigint not null,
      record_seq integer not null,
      raw_seq integer not null,
      batch_id uuid not null,
      op "char" not null check (op in ('u', 'd')),
      entity text collate "C" not null,
      record_key text collate "C" not null,
      data json not null,
      extras json not null,
      pending json,
      primary key (tenant_id, seq),
      unique (tenant_id, record_key, entity, record_seq)
    ) partition by hash (tenant_id)
  `.execute(db);

  await sql`
    create table au.record_state (
      tenant_id uuid not null,
      record_key text collate "C" not null,
      entity text collate "C" not null,
      raw_seq integer not null,
      record_seq integer not null default 0,
      last_seq bigint,
      status "char" not null check (status in ('l', 'd', 'p', 'q', 'f')),
      raw_hash bytea not null,
      hash bytea,
      source_version text,
      pending jsonb,
      primary key (tenant_id, record_key, entity)
    ) partition by hash (tenant_id)
  `.execute(db);

  for (const table of ['source_records', 'canonical_streams', 'record_state']) {
    for (let part = 0; part < partitions; part += 1) {
      const name = `au.${table}_${String(part)}`;
      // Updated in place as long as the page has room: no index entry moves.
      const options = table === 'record_state' ? sql`with (fillfactor = 85)` : sql``;
      await sql`
        create table ${sql.table(name)} partition of ${sql.table(`au.${table}`)}
        for values with (modulus ${sql.lit(partitions)}, remainder ${sql.lit(part)}) ${options}
      `.execute(db);
      await sql`select au.protect(${sql.lit(name)}, '', '')`.execute(db);
    }
  }
  await sql`select au.protect('au.source_records', 'select', 'select, insert')`.execute(db);
  await sql`select au.protect('au.canonical_streams', 'select', 'select, insert')`.execute(db);
  await sql`select au.protect('au.record_state', 'select', 'select, insert, update')`.execute(db);

  await sql`
    create view au.canonical_events with (security_invoker = true, security_barrier = true) as
    select
      e.tenant_id, e.seq,
      e.record_key || '#' || e.entity || '#' || e.record_seq as id,
      e.entity,
      case e.op when 'u' then 'upsert' else 'delete' end as op,
      e.data, e.extras,
      json_build_object(
        'schema_version', b.schema_version, 'tenant_id', e.tenant_id, 'trace_id', b.trace_id,
        'mapping_version', (b.mapping_versions ->> e.entity)::integer, 'task_id', b.task_id,
        'pending', coalesce(e.pending, '[]'::json)) as meta,
      json_build_object(
        'system', c.system, 'connection_id', b.connection_id, 'object', b.stream,
        'record_id', substr(e.record_key, length(c.slug) + length(b.stream) + 3)) as source,
      b.emitted_at, e.record_key, e.record_seq, e.raw_seq
    from au.canonical_streams e
    join au.canonical_batches b on b.tenant_id = e.tenant_id and b.batch_id = e.batch_id
    join au.connections c on c.tenant_id = b.tenant_id and c.connection_id = b.connection_id
  `.execute(db);
  await sql`grant select on au.canonical_events to au_app, au_worker`.execute(db);

  await sql`
    create table au.ledgers (
      tenant_id uuid not null,
      task_id uuid not null,
      connection_id uuid not null,
      stream text not null,
      entity text not null,
      read bigint not null default 0,
      changed bigint not null default 0,
      unchanged bigint not null default 0,
      quarantined bigint not null default 0,
      parked bigint not null default 0,
      filtered bigint not null default 0,
      stale bigint not null default 0,
      deleted bigint not null default 0,
      mapping_version integer not null,
      updated_at timestamptz not null default now(),
      primary key (tenant_id, task_id, stream, entity)
    )
  `.execute(db);
  await sql`select au.protect('au.ledgers', 'select', 'select, insert, update')`.execute(db);

  await sql`
    create table au.quarantined_records (
      tenant_id uuid not null,
      quarantine_id uuid not null,
      connection_id uuid not null,
      stream text not null,
      entity text not null,
      identity text collate "C" not null,
      record_key text,
      raw_seq integer,
      position text,
      raw json,
      raw_text text,
      reasons jsonb not null,
      state text not null default 'quarantined'
        check (state in ('quarantined', 'parked', 'retried', 'resolved', 'discarded')),
      task_id uuid not null,
      attempts integer not null default 1,
      first_seen_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now(),
      primary key (tenant_id, quarantine_id),
      unique (tenant_id, connection_id, stream, entity, identity),
      foreign key (tenant_id, connection_id) references au.connections on delete cascade
    )
  `.execute(db);
  await sql`create index on au.quarantined_records (tenant_id, last_seen_at desc, quarantine_id)`.execute(db);
  await sql`select au.protect('au.quarantined_records', 'select, update', 'select, insert, update')`.execute(
    db,
  );
};
