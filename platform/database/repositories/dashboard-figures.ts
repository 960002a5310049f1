import { sql } from 'kysely';
import type { ConnectionState } from '../../../domain/states/connection.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export interface ConnectionCount {
  readonly status: ConnectionState;
  readonly count: number;
  /** Of them: made by `createdBy`. */
  readonly made: number;
}

/** Connections that were not deleted, by status, and how many of them `createdBy` has made. */
export const connectionCounts = async (
  { db }: TenantTransaction,
  createdBy: string,
): Promise<readonly ConnectionCount[]> =>
  await db
    .selectFrom('connections')
    .select([
      'status',
      sql<number>`count(*)`.as('count'),
      sql<number>`count(*) filter (where created_by = ${createdBy})`.as('made'),
    ])
    .where('deleted_at', 'is', null)
    .groupBy('status')
    .execute();

export interface Freshness {
  readonly entity: string;
  /** Mapped objects that feed it, and how many of them the newest successful ingest of their connection read. */
  readonly objects: number;
  readonly read: number;
  /** Nineteen in twenty of those read are at most so old; null where none was read. */
  readonly p95_seconds: number | null;
}

/** How long ago the objects behind each entity were last read to their end. Paused connections count like the others. */
export const freshnessByEntity = async ({ db }: TenantTransaction): Promise<readonly Freshness[]> => {
  const { rows } = await sql<Freshness>`
    select m.entity, count(*)::integer as objects, count(l.task_id)::integer as read,
      percentile_disc(0.95) within group (order by extract(epoch from now() - t.ended_at)::float8)
        filter (where l.task_id is not null) as p95_seconds
    from au.active_mappings m
    join au.connections c using (tenant_id, connection_id)
    left join lateral (
      select task_id, ended_at from au.tasks
      where tenant_id = c.tenant_id and subject_kind = 'connection' and subject_id = c.connection_id::text
        and kind = 'ingest' and state = 'success'
      order by created_at desc limit 1) t on true
    left join au.ledgers l
      on l.tenant_id = m.tenant_id and l.task_id = t.task_id and l.stream = m.stream and l.entity = m.entity
    where c.deleted_at is null
    group by m.entity order by m.entity`.execute(db);
  return rows;
};

export interface EventBucket {
  readonly at: Date;
  readonly events: number;
}

/** Canonical events of the last `buckets` × `minutes` minutes, oldest bucket first; those without any are there, too. */
export const eventsByTime = async (
  { db }: TenantTransaction,
  buckets: number,
  minutes: number,
): Promise<readonly EventBucket[]> => {
  const { rows } = await sql<EventBucket>`
    with slices as (
      select now() - make_interval(mins => ${minutes}) * n as at from generate_series(1, ${buckets}::integer) n),
    appended as (
      select e.at, (select sum((o.value ->> 'created')::bigint + (o.value ->> 'updated')::bigint
          + (o.value ->> 'deleted')::bigint) from jsonb_each(e.data -> 'entities') o) as events
      from au.event_log e
      where e.type = 'canonical.appended' and e.at > now() - make_interval(mins => ${minutes}) * ${buckets}::integer)
    select s.at, coalesce(sum(a.events), 0)::bigint as events
    from slices s left join appended a on a.at > s.at and a.at <= s.at + make_interval(mins => ${minutes})
    group by s.at order by s.at`.execute(db);
  return rows;
};

export interface TicketAges {
  readonly hour: number;
  readonly day: number;
  readonly week: number;
  readonly older: number;
  readonly breaking: number;
  readonly oldest_at: Date | null;
}

/** Open tickets by age: up to an hour, a day, a week, and older; and how many of all are breaking. */
export const openTicketAges = async ({ db }: TenantTransaction): Promise<TicketAges> => {
  const { rows } = await sql<TicketAges>`
    select (count(*) filter (where age <= interval '1 hour'))::integer as hour,
      (count(*) filter (where age > interval '1 hour' and age <= interval '1 day'))::integer as day,
      (count(*) filter (where age > interval '1 day' and age <= interval '7 days'))::integer as week,
      (count(*) filter (where age > interval '7 days'))::integer as older,
      (count(*) filter (where severity = 'breaking'))::integer as breaking,
      min(opened_at) as oldest_at
    from (
      select now() - d.opened_at as age, d.severity, d.opened_at from au.drift_events d
      join au.connections c using (tenant_id, connection_id)
      where d.state <> 'closed' and c.deleted_at is null) open`.execute(db);
  const [ages] = rows;
  if (ages === undefined) throw new Error('an aggregate answers one row');
  return ages;
};

export interface TaskCounts {
  readonly running: number;
  readonly queued: number;
  /** Of those asked for within a day. */
  readonly failed: number;
}

/** Tasks under way, and those that failed among the last day's. */
export const taskCounts = async ({ db }: TenantTransaction): Promise<TaskCounts> => {
  const { rows } = await sql<TaskCounts>`
    select live.running, live.queued, failed.failed from
      (select (count(*) filter (where state = 'in_progress'))::integer as running,
         (count(*) filter (where state = 'queued'))::integer as queued
       from au.tasks where state in ('queued', 'in_progress')) live,
      (select count(*)::integer as failed from au.tasks
       where created_at > now() - interval '1 day' and state = 'failed') failed`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error('an aggregate answers one row');
  return counts;
};

/** Records that wait in quarantine or are parked, of connections that were not deleted. */
export const heldCount = async ({ db }: TenantTransaction): Promise<number> => {
  const { count } = await db
    .selectFrom('quarantined_records as q')
    .innerJoin('connections as c', 'c.connection_id', 'q.connection_id')
    .select(sql<number>`count(*)`.as('count'))
    .where('q.state', 'in', ['quarantined', 'parked', 'retried'])
    .where('c.deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
};
