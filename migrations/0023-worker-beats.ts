import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * What each worker says of itself every few seconds: which queues it polls, and how many of its places there are taken. Temporal
 * tells when a queue was last polled, and nobody polls it whose places are all taken: that worker is at work, not away.
 *
 * No tenant: workers serve them all. Reviewed: au_worker writes it, au_ops alone reads it.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.worker_beats (
      worker text not null,
      queue text not null,
      places integer not null,
      taken integer not null,
      beaten_at timestamptz not null default now(),
      primary key (worker, queue)
    )
  `.execute(db);
  await sql`grant select, insert, update, delete on au.worker_beats to au_worker`.execute(db);
  await sql`grant select on au.worker_beats to au_ops`.execute(db);
};
