import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** When each connection is looked at again, jobs that suggest mappings or change a test source, and lists of repairs to decide at once. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  // Null: at the next tick.
  await sql`alter table au.connections add column observe_at timestamptz`.execute(db);

  await sql`alter table au.tasks drop constraint tasks_kind_check`.execute(db);
  await sql`
    alter table au.tasks add constraint tasks_kind_check
      check (kind in ('ingest', 'replay', 'check', 'suggest', 'mutate'))
  `.execute(db);

  // Made by the server from a filter: who decides in bulk decides about what he has seen, with the digests of then.
  await sql`
    create table au.repair_snapshots (
      tenant_id uuid not null references au.tenants,
      snapshot_id uuid not null,
      -- [{repair_id, digest}]
      repairs jsonb not null,
      created_by uuid not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      primary key (tenant_id, snapshot_id)
    )
  `.execute(db);
  await sql`select au.protect('au.repair_snapshots', 'select, insert, delete', '')`.execute(db);
};
