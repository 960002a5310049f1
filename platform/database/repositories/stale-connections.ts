import { sql } from 'kysely';
import { isStale, staleFrom, staleReason } from '../../../domain/freshness.ts';
import type { ConnectionState } from '../../../domain/states/connection.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export interface StaleConnection {
  readonly connectionId: string;
  readonly name: string;
  readonly status: ConnectionState;
  /** From when on it has been stale. */
  readonly since: Date;
  readonly reason: string;
}

/** Connections that were last read longer ago than their schedule allows, at `now` (epoch milliseconds), the oldest first. */
export const staleConnections = async (
  { db }: TenantTransaction,
  now: number,
): Promise<readonly StaleConnection[]> => {
  // The database leaves out those that were read on time; what is stale the domain says.
  const overdue = await db
    .selectFrom('connections')
    .select(['connection_id', 'name', 'status', 'schedule_seconds', 'read_at'])
    .where('deleted_at', 'is', null)
    .where('read_at', '<', sql<Date>`${new Date(now)}::timestamptz - make_interval(secs => schedule_seconds)`)
    .orderBy('read_at')
    .execute();
  return overdue
    .filter((row) => isStale(row, now))
    .map((row) => ({
      connectionId: row.connection_id,
      name: row.name,
      status: row.status,
      since: staleFrom(row) ?? new Date(now),
      reason: staleReason(row, now),
    }));
};
