import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * What a connector noted at its last look at a connection, by names of its own (of files: what they held, and when), so that
 * another worker, or the same one after a restart, need not find it out again.
 *
 * json, not jsonb: it is read as a whole or not at all.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.look_notes (
      tenant_id uuid not null,
      connection_id uuid not null,
      name text not null,
      note json not null,
      noted_at timestamptz not null default now(),
      primary key (tenant_id, connection_id, name),
      foreign key (tenant_id, connection_id) references au.connections on delete cascade
    )
  `.execute(db);
  await sql`select au.protect('au.look_notes', '', 'select, insert, update, delete')`.execute(db);
};
