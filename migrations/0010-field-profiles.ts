import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * What the values of an object's fields look like under each version of its schema. `reading`: an attempt of a read that has
 * not ended, written with each of its batches; `gathered`: rows that are not judged yet, or not to be judged; `suspect`: those
 * that a ticket of drifted meaning is about; `baseline`: those known to be right.
 *
 * json, not jsonb: it is read as a whole or not at all, and masks may hold any character.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.field_profiles (
      tenant_id uuid not null,
      connection_id uuid not null,
      object text not null,
      schema_version integer not null,
      -- Which rows it is made of: all of the object, or those that had changed.
      mode text not null check (mode in ('full', 'incremental')),
      part text not null check (part in ('reading', 'gathered', 'suspect', 'baseline')),
      -- Of the lease, with 'reading'; 0 otherwise.
      epoch bigint not null default 0,
      rows bigint not null,
      profile json not null,
      updated_at timestamptz not null default now(),
      primary key (tenant_id, connection_id, object, schema_version, mode, part, epoch),
      foreign key (tenant_id, connection_id, object, schema_version) references au.source_schemas on delete cascade
    )
  `.execute(db);
  await sql`select au.protect('au.field_profiles', 'select', 'select, insert, update, delete')`.execute(db);
};
