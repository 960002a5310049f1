import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Canonical events by minute, counted as they are appended: the dashboard looks thirty days back, longer than the event log is
 * kept, and without reading a row for each batch. What the log still has is counted at once; its index by time goes.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.stream_counts (
      tenant_id uuid not null,
      minute timestamptz not null,
      events bigint not null,
      primary key (tenant_id, minute)
    )
  `.execute(db);
  await sql`select au.protect('au.stream_counts', 'select', 'select, insert, update, delete')`.execute(db);
  await sql`
    insert into au.stream_counts (tenant_id, minute, events)
    select e.tenant_id, date_trunc('minute', e.at), sum((o.value ->> 'created')::bigint
      + (o.value ->> 'updated')::bigint + (o.value ->> 'deleted')::bigint)
    from au.event_log e, jsonb_each(e.data -> 'entities') o
    where e.type = 'canonical.appended'
    group by 1, 2
  `.execute(db);
  await sql`drop index au.event_log_appended`.execute(db);
  await sql`create index tasks_failed on au.tasks (tenant_id, created_at) where state = 'failed'`.execute(db);
};
