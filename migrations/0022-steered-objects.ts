import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * What people have asked of one object alone: to leave it out for now, or to read it from the beginning. It is to be read
 * anew as long as `anew_at` is younger than the end of its last complete read.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table au.streams
      add column paused_at timestamptz,
      add column paused_by text,
      add column anew_at timestamptz,
      add column anew_by text
  `.execute(db);
  // The lease is taken away from whoever reads, so that nothing is written with a cursor that was put back.
  await sql`
    grant update (epoch, since, resume, paused_at, paused_by, anew_at, anew_by) on au.streams to au_app
  `.execute(db);
};
