import { sql } from 'kysely';
import type { Json } from '../../../domain/json.ts';
import { noteEvents } from '../../event-signal.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export interface LogEntry {
  /** `task.changed`, `connection.changed`, `canonical.appended`, `ingest.completed`, … (docs/events.md lists all). */
  readonly type: string;
  readonly traceId: string;
  readonly taskId?: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly data: Readonly<Record<string, Json>>;
}

/** Oldest events looked at in one go, so that no transaction takes long. */
const trimmedAtOnce = 10_000;

/** Deletes events older than so many days, oldest first; answers how many, at most ten thousand. */
export const trimEventLog = async ({ client }: TenantTransaction, days: number): Promise<number> => {
  const { rowCount } = await client.query(
    `delete from au.event_log e using (select id, at from au.event_log order by id limit $1) oldest
     where e.id = oldest.id and oldest.at < now() - make_interval(days => $2)`,
    [trimmedAtOnce, days],
  );
  return rowCount ?? 0;
};

/**
 * Appends to the tenant's event log and answers the id given. Locks the event counter until the transaction ends, so it
 * comes last in a transaction, after the canonical counter.
 */
export const appendEvent = async (
  { db, tenantId, client }: TenantTransaction,
  entry: LogEntry,
): Promise<number> => {
  const { last } = await db
    .updateTable('event_counters')
    .set({ last: sql<number>`last + 1` })
    .returning('last')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('event_log')
    .values({
      tenant_id: tenantId,
      id: last,
      type: entry.type,
      trace_id: entry.traceId,
      task_id: entry.taskId ?? null,
      subject_kind: entry.subject.kind,
      subject_id: entry.subject.id,
      data: JSON.stringify(entry.data),
    })
    .execute();
  noteEvents(client);
  return last;
};
