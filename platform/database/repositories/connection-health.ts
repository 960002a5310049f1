import { sql } from 'kysely';
import { afterPrefix } from '../../../domain/record-keys.ts';
import type { System } from '../../../domain/states/connection.ts';
import type { TaskKind, TaskState } from '../../../domain/states/task.ts';
import type { TenantTransaction } from '../with-tenant.ts';

/** Counting stops here: exact numbers of large connections cost more than a table of health is worth. */
const mostCounted = 100_000;

/** So many of the newest ingests are told of each connection. */
const runsTold = 30;

export interface HealthRow {
  readonly connection_id: string;
  readonly slug: string;
  readonly name: string;
  readonly system: System;
  readonly status: 'new' | 'active' | 'degraded' | 'broken' | 'paused';
  readonly status_reason: string | null;
  readonly schedule_seconds: number | null;
  readonly next_run_at: Date | null;
  readonly read_at: Date | null;
  readonly task_id: string | null;
  readonly task_kind: TaskKind | null;
  readonly task_state: TaskState | null;
  readonly task_created_at: Date | null;
  readonly task_ended_at: Date | null;
  /** Newest first; times as PostgreSQL writes them in JSON. */
  readonly recent_runs: readonly {
    readonly task_id: string;
    readonly state: TaskState;
    readonly created_at: string;
  }[];
  readonly seen: number;
  readonly mapped: number;
  readonly stopped: number;
  readonly paused: number;
  readonly schema_version: number | null;
  readonly schema_seen_at: Date | null;
  readonly breaking: number;
  readonly risky: number;
  readonly harmless: number;
  readonly quarantined: number;
}

/** How connections of the tenant are doing, by name, behind `after`; only those of the page are looked into. */
export const connectionsHealth = async (
  { db }: TenantTransaction,
  filter: {
    readonly connectionId?: string | undefined;
    readonly status?: HealthRow['status'] | undefined;
  },
  limit: number,
  after: { readonly name: string; readonly id: string } | undefined,
): Promise<readonly HealthRow[]> => {
  let page = db
    .selectFrom('connections')
    .selectAll()
    .where('deleted_at', 'is', null)
    .orderBy('name')
    .orderBy('connection_id')
    .limit(limit);
  if (filter.connectionId !== undefined) page = page.where('connection_id', '=', filter.connectionId);
  if (filter.status !== undefined) page = page.where('status', '=', filter.status);
  if (after !== undefined)
    page = page.where(sql<boolean>`(name, connection_id) > (${after.name}, ${after.id}::uuid)`);
  const { rows } = await sql<HealthRow>`
    select c.connection_id, c.slug, c.name, c.system, c.status, c.status_reason, c.schedule_seconds, c.next_run_at,
      c.read_at,
      task.task_id, task.kind as task_kind, task.state as task_state, task.created_at as task_created_at,
      task.ended_at as task_ended_at, runs.recent_runs,
      shapes.seen, shapes.schema_version, shapes.schema_seen_at,
      streams.mapped, streams.stopped, streams.paused,
      tickets.breaking, tickets.risky, tickets.harmless,
      held.quarantined
    from (${page}) c
    left join lateral (
      select * from au.tasks t where t.subject_kind = 'connection' and t.subject_id = c.connection_id::text
        and t.tenant_id = c.tenant_id and t.kind = 'ingest'
      order by created_at desc limit 1) task on true
    cross join lateral (
      select coalesce(json_agg(newest order by newest.created_at desc), '[]') as recent_runs
      from (select task_id, state, created_at from au.tasks t
            where t.subject_kind = 'connection' and t.subject_id = c.connection_id::text
              and t.tenant_id = c.tenant_id and t.kind = 'ingest'
            order by created_at desc limit ${runsTold}) newest) runs
    cross join lateral (
      select count(*)::integer as seen, sum(version)::integer as schema_version, max(seen_at) as schema_seen_at
      from (select distinct on (object) object, version, seen_at from au.source_schemas s
            where s.tenant_id = c.tenant_id and s.connection_id = c.connection_id
            order by object, version desc) newest) shapes
    cross join lateral (
      select count(*)::integer as mapped, (count(*) filter (where stopped_code is not null))::integer as stopped,
        (count(*) filter (where paused_at is not null))::integer as paused
      from au.streams s where s.tenant_id = c.tenant_id and s.connection_id = c.connection_id) streams
    cross join lateral (
      select (count(*) filter (where severity = 'breaking'))::integer as breaking,
        (count(*) filter (where severity = 'risky'))::integer as risky,
        (count(*) filter (where severity = 'harmless'))::integer as harmless
      from au.drift_events d
      where d.tenant_id = c.tenant_id and d.connection_id = c.connection_id and d.state <> 'closed') tickets
    cross join lateral (
      select count(*)::integer as quarantined from au.quarantined_records q
      where q.tenant_id = c.tenant_id and q.connection_id = c.connection_id
        and q.state in ('quarantined', 'parked', 'retried')) held
    order by c.name, c.connection_id`.execute(db);
  return rows;
};

/** Live records of a connection, counted per entity, up to a hundred thousand. */
export const countRecords = async (
  { db, tenantId }: TenantTransaction,
  slug: string,
): Promise<{ readonly count: number; readonly capped: boolean }> => {
  const prefix = `${slug}/`;
  const { count } = await db
    .selectFrom((from) =>
      from
        .selectFrom('record_state')
        .select(sql`1`.as('one'))
        .where('tenant_id', '=', tenantId)
        .where('record_key', '>', prefix)
        .where('record_key', '<', afterPrefix(prefix))
        .where('status', '=', 'l')
        .limit(mostCounted + 1)
        .as('live'),
    )
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  return { count: Math.min(count, mostCounted), capped: count > mostCounted };
};
