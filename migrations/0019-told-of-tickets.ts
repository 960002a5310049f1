import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Channels that told of everything there was tell of tickets left to people, too, which came later. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    update au.notification_channels set kinds = array_append(kinds, 'drift.manual')
    where kinds @> array['repair.waiting', 'repair.reminder', 'repair.applied', 'connection.failing']
      and not kinds @> array['drift.manual']
  `.execute(db);
};
