import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The dashboard sums a day of canonical events from the log, which is otherwise read by id alone. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create index event_log_appended on au.event_log (tenant_id, at) where type = 'canonical.appended'
  `.execute(db);
};
