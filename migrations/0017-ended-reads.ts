import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The task that read a stream to its end last: an attempt that follows a kill after that end does not read it again. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`alter table au.streams rename column read_id to completed_by`.execute(db);
  await sql`alter table au.streams drop column read_started_at`.execute(db);
};
