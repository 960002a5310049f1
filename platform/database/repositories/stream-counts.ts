import { sql } from 'kysely';
import type { TenantTransaction } from '../with-tenant.ts';

/** Days that are counted: as far as anybody may look back, and one. */
const daysKept = 31;

/** Counts canonical events that are appended in this transaction. */
export const countAppended = async ({ client }: TenantTransaction, events: number): Promise<void> => {
  await client.query(
    `insert into au.stream_counts (tenant_id, minute, events) values (au.tid(), date_trunc('minute', now()), $1)
     on conflict (tenant_id, minute) do update set events = stream_counts.events + excluded.events`,
    [events],
  );
};

/** Forgets minutes that nobody looks back to. */
export const trimCounts = async ({ client }: TenantTransaction): Promise<void> => {
  await client.query('delete from au.stream_counts where minute < now() - make_interval(days => $1)', [
    daysKept,
  ]);
};

export interface EventBucket {
  readonly at: Date;
  readonly events: number;
}

/**
 * Canonical events of the last `buckets` × `minutes` minutes up to the end of this one, oldest bucket first; those without any
 * are there, too.
 */
export const eventsByTime = async (
  { db }: TenantTransaction,
  buckets: number,
  minutes: number,
): Promise<readonly EventBucket[]> => {
  const { rows } = await sql<EventBucket>`
    with slices as (
      select date_trunc('minute', now()) + interval '1 minute' - make_interval(mins => ${minutes}) * n as at
      from generate_series(1, ${buckets}::integer) n)
    select s.at, coalesce(sum(c.events), 0)::bigint as events
    from slices s
    left join au.stream_counts c on c.minute >= s.at and c.minute < s.at + make_interval(mins => ${minutes})
    group by s.at order by s.at`.execute(db);
  return rows;
};
