import { sql } from 'kysely';
import type { TenantTransaction } from '../with-tenant.ts';
import type { StaleConnection } from './stale-connections.ts';

export interface AttentionRow {
  readonly kind: 'connection' | 'repair' | 'drift_event' | 'task' | 'quarantine' | 'writebacks';
  /** Of the thing itself; of quarantine: the connection's. Null for write-backs, which are told together. */
  readonly id: string | null;
  readonly severity: 'critical' | 'warning' | 'notice';
  /** The connection that it is about. */
  readonly connection_id: string | null;
  readonly connection: string | null;
  readonly object: string | null;
  /** Status of a connection or `stale`, kind of a change, kind of a task. */
  readonly code: string | null;
  readonly reason: string | null;
  /** Records held because of it, or changes that wait. */
  readonly count: number;
  readonly since: Date;
}

/**
 * What waits for a person, by impact: the gravest first, among equals what holds more records, then what waits longer. A
 * source that is not read is critical like a breaking change; what can be decided by one click comes before its ticket.
 */
export const needsAttention = async (
  { db }: TenantTransaction,
  late: readonly StaleConnection[],
  limit: number,
): Promise<readonly AttentionRow[]> => {
  const { rows } = await sql<AttentionRow>`
    with live as (
      select tenant_id, connection_id, name, status, status_reason, updated_at from au.connections
      where deleted_at is null),
    held as (
      select q.connection_id, q.stream, count(*)::integer as records, min(q.first_seen_at) as since,
        count(*) filter (where q.state = 'parked')::integer as parked
      from au.quarantined_records q
      where q.state in ('quarantined', 'parked', 'retried') group by q.connection_id, q.stream),
    found as (
      select 'connection' as kind, connection_id::text as id,
        case status when 'broken' then 'critical' else 'warning' end as severity,
        connection_id, name as connection, null as object, status as code, status_reason as reason,
        0 as count, updated_at as since
      from live where status in ('broken', 'degraded')
      union all
      select 'connection', id, 'warning', id::uuid, name, null, 'stale', reason, 0, since
      from unnest(${late.map(({ connectionId }) => connectionId)}::text[], ${late.map(({ name }) => name)}::text[],
        ${late.map(({ reason }) => reason)}::text[], ${late.map(({ since }) => since)}::timestamptz[])
        as late(id, name, reason, since)
      union all
      select case when r.repair_id is null then 'drift_event' else 'repair' end,
        coalesce(r.repair_id, d.drift_event_id)::text,
        case d.severity when 'breaking' then 'critical' when 'risky' then 'warning' else 'notice' end,
        d.connection_id, l.name, d.object, d.kind, null, coalesce(h.parked, 0), d.opened_at
      from au.drift_events d
      join live l using (tenant_id, connection_id)
      left join au.repairs r on r.tenant_id = d.tenant_id and r.drift_event_id = d.drift_event_id
        and r.state = 'proposed'
      left join held h on h.connection_id = d.connection_id and h.stream = d.object
      where d.state in ('open', 'waiting', 'manual')
      union all
      select 'quarantine', h.connection_id::text, 'notice', h.connection_id, l.name, null, null, null,
        sum(h.records - h.parked)::integer, min(h.since)
      from held h join live l using (connection_id) where h.records > h.parked
      group by h.connection_id, l.name
      union all
      select * from (
        select distinct on (t.kind, t.subject_id) 'task', t.task_id::text, 'warning', l.connection_id, l.name,
          null, t.kind, t.error -> 'failures' -> 0 ->> 'reason', 0, coalesce(t.ended_at, t.created_at)
        from au.tasks t left join live l on t.subject_kind = 'connection' and l.connection_id::text = t.subject_id
        where t.created_at > now() - interval '1 day' and t.state = 'failed'
          and (t.subject_kind <> 'connection' or l.connection_id is not null)
          and not exists (
            select from au.tasks later where later.tenant_id = t.tenant_id and later.subject_kind = t.subject_kind
              and later.subject_id = t.subject_id and later.kind = t.kind and later.created_at > t.created_at
              and later.state in ('success', 'queued', 'in_progress'))
        order by t.kind, t.subject_id, t.created_at desc) failed
      union all
      select 'writebacks', null, 'notice', null, null, null, null, null, count(*)::integer, min(created_at)
      from au.writebacks where state = 'proposed' having count(*) > 0)
    select * from found
    order by case severity when 'critical' then 0 when 'warning' then 1 else 2 end, count desc, since
    limit ${limit}`.execute(db);
  return rows;
};
