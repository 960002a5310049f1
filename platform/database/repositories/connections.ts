import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { aboutFailure } from '../../../domain/notifications.ts';
import type { ConnectionState } from '../../../domain/states/connection.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { appendEvent } from './event-log.ts';
import { notify } from './notifications.ts';

export type Connection = Selectable<Tables['connections']>;

export interface StatusChange {
  readonly status: ConnectionState;
  /** What a person reads beside the status; null when all is well. */
  readonly reason: string | null;
  readonly traceId: string;
  /** Counts one more failure; `failuresUntilBroken` in a row make a degraded connection broken. */
  readonly failed?: boolean;
}

/** Writes down that a connection has just been read whole. */
export const noteRead = async ({ db }: TenantTransaction, connectionId: string): Promise<void> => {
  await db
    .updateTable('connections')
    .set({ read_at: sql<Date>`now()` })
    .where('connection_id', '=', connectionId)
    .execute();
};

const failuresUntilBroken = 3;

/** Sets a connection's status and says so once, when it changes. A paused connection stays paused. */
export const setConnectionStatus = async (
  transaction: TenantTransaction,
  connectionId: string,
  change: StatusChange,
): Promise<void> => {
  const { db } = transaction;
  const before = await db
    .selectFrom('connections')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .forUpdate()
    .executeTakeFirst();
  if (before === undefined || before.status === 'paused') return;
  const failures = change.failed === true ? before.failures + 1 : 0;
  const status = change.status === 'degraded' && failures >= failuresUntilBroken ? 'broken' : change.status;
  await db
    .updateTable('connections')
    .set({ status, status_reason: change.reason, failures, updated_at: sql<Date>`now()` })
    .where('connection_id', '=', connectionId)
    .execute();
  if (before.status === status && before.status_reason === change.reason) return;
  // Whoever is just setting a connection up sees its failure.
  if (status === 'broken' && before.status !== status && before.status !== 'new')
    await notify(transaction, aboutFailure(before, change.reason, Date.now()));
  await appendEvent(transaction, {
    type: 'connection.changed',
    traceId: change.traceId,
    subject: { kind: 'connection', id: connectionId },
    data: { status, reason: change.reason },
  });
};
