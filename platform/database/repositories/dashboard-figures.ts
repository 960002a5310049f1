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

/** Tasks under way. */
export const liveTaskCounts = async ({
  db,
}: TenantTransaction): Promise<{ readonly running: number; readonly queued: number }> =>
  await db
    .selectFrom('tasks')
    .select([
      sql<number>`count(*) filter (where state = 'in_progress')`.as('running'),
      sql<number>`count(*) filter (where state = 'queued')`.as('queued'),
    ])
    // As the partial index says it.
    .where(sql<boolean>`state in ('queued', 'in_progress')`)
    .executeTakeFirstOrThrow();

/** Of the tasks asked for since, those that failed. */
export const failedTaskCount = async ({ db }: TenantTransaction, since: Date): Promise<number> => {
  const { count } = await db
    .selectFrom('tasks')
    .select(sql<number>`count(*)`.as('count'))
    .where('created_at', '>=', since)
    .where(sql<boolean>`state = 'failed'`)
    .executeTakeFirstOrThrow();
  return count;
};

/** Repairs that wait for a decision, however old they are. */
export const waitingRepairs = async ({ db }: TenantTransaction): Promise<number> => {
  const { count } = await db
    .selectFrom('repairs')
    .select(sql<number>`count(*)`.as('count'))
    .where(sql<boolean>`state = 'proposed'`)
    .executeTakeFirstOrThrow();
  return count;
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
