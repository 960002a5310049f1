import { sql } from 'kysely';
import { tenantId as parseTenant } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { slotKinds } from '../domain/states/task.ts';
import { noteRead, setConnectionStatus } from '../platform/database/repositories/connections.ts';
import { ingestScope } from '../platform/database/repositories/ingest-scope.ts';
import { addToOutbox } from '../platform/database/repositories/outbox.ts';
import { addTrail, lockTask, moveTask } from '../platform/database/repositories/tasks.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import type { IngestInput, IngestResult } from '../workflows/ingest.contract.ts';
import type { Deps } from './deps.ts';
import { followUpIngest } from './follow-up-ingest.ts';
import { concernsConnection, noteFailure } from './judge-connection.ts';

export interface Failure {
  /** Empty: the whole job. */
  readonly stream: string;
  /** Fault code, colon, sentence. */
  readonly reason: string;
}

export interface EndTask extends IngestInput {
  readonly failures?: readonly Failure[];
  readonly cancelled?: boolean;
}

export const createTaskActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /** Moves the task to `in_progress`. */
  beginTask: (input: IngestInput): Promise<void> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      await moveTask(transaction, input.taskId, 'in_progress', { actor: 'worker' });
    }),

  /** Sets the flag that shows a task as paused. */
  setTaskPaused: (input: IngestInput & { readonly paused: boolean }): Promise<void> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const task = await lockTask(transaction, input.taskId);
      if (task.paused === input.paused) return;
      await transaction.db
        .updateTable('tasks')
        .set({ paused: input.paused })
        .where('task_id', '=', input.taskId)
        .execute();
      await addTrail(transaction, input.taskId, {
        actor: 'worker',
        kind: input.paused ? 'paused' : 'resumed',
      });
    }),

  /** Ends the task with its result, frees its slot and wakes admission; an unbalanced ledger fails the task. */
  endTask: (input: EndTask): Promise<IngestResult> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const ledger = await ledgerOf(transaction, input.taskId);
      const failures = [...(input.failures ?? []), ...ledger.filter((row) => !row.balanced).map(unbalanced)];
      const state = input.cancelled === true ? 'cancelled' : failures.length > 0 ? 'failed' : 'success';
      const task = await lockTask(transaction, input.taskId);
      await moveTask(transaction, input.taskId, state, {
        actor: 'worker',
        result: { ...(task.result ?? {}), totals: totalsOf(ledger, task.progress['swept']) },
        ...(failures.length > 0
          ? { error: { failures: failures.map(({ stream, reason }) => ({ stream, reason })) } }
          : {}),
      });
      await transaction.db.deleteFrom('slots').where('task_id', '=', input.taskId).execute();
      if (slotKinds.has(task.kind)) await addToOutbox(transaction, 'wake_admission', {});
      if (task.kind === 'replay') await tellOfReplay(transaction, task.input);
      if (task.kind === 'ingest' && state === 'success' && ingestScope(task.input) === undefined)
        await noteRead(transaction, input.connectionId);
      if (task.kind === 'ingest' && state !== 'cancelled') {
        await judgeConnection(transaction, input, failures, ingestScope(task.input) === undefined);
        await followUpIngest(transaction, task);
      }
      return { state };
    }),
});

/** A ticket, or an undo, may wait for the replay's end. */
const tellOfReplay = async (
  transaction: TenantTransaction,
  { driftEventId, undoneRepairId }: Readonly<Record<string, Json>>,
): Promise<void> => {
  if (driftEventId !== undefined)
    await addToOutbox(transaction, 'repair_ticket', { drift_event_id: driftEventId, news: 'replayed' });
  if (undoneRepairId !== undefined)
    await addToOutbox(transaction, 'undo_repair', { repair_id: undoneRepairId });
};

export type TaskActivities = ReturnType<typeof createTaskActivities>;

interface LedgerRow {
  readonly stream: string;
  readonly entity: string;
  readonly read: number;
  readonly changed: number;
  readonly balanced: boolean;
}

const ledgerOf = async ({ db }: TenantTransaction, taskId: string): Promise<readonly LedgerRow[]> =>
  await db
    .selectFrom('ledgers')
    .select(['stream', 'entity', 'read', 'changed'])
    .select(sql<boolean>`read = changed + unchanged + quarantined + parked + filtered + stale`.as('balanced'))
    .where('task_id', '=', taskId)
    .execute();

const unbalanced = (row: LedgerRow): Failure => ({
  stream: row.stream,
  reason: `internal: the ledger of ${row.entity} does not balance; its rows are kept, please report it`,
});

/** `swept`: events of records that the key sweep no longer found, which no ledger counts as read. */
const totalsOf = (ledger: readonly LedgerRow[], swept: Json | undefined): Json => ({
  read: ledger.reduce((sum, row) => sum + row.read, 0),
  events: ledger.reduce((sum, row) => sum + row.changed, typeof swept === 'number' ? swept : 0),
});

/** A failure of the whole job names no stream. */
const reasonOf = ({ stream, reason }: Failure): string => (stream === '' ? reason : `${stream}: ${reason}`);

/** What an ended ingest says about its connection: it may be broken, read in part, or well. */
const judgeConnection = async (
  transaction: TenantTransaction,
  input: IngestInput,
  failures: readonly Failure[],
  ofAll: boolean,
): Promise<void> => {
  const failure = failures.find(({ reason }) => concernsConnection(reason));
  if (failure !== undefined) {
    await noteFailure(transaction, input, failure.reason);
    return;
  }
  const partly = failures[0];
  // Objects that were read alone say nothing about those that fail.
  if (partly === undefined && !ofAll && (await isDegraded(transaction, input.connectionId))) return;
  await setConnectionStatus(
    transaction,
    input.connectionId,
    partly === undefined
      ? { status: 'active', reason: null, traceId: input.traceId }
      : { status: 'degraded', reason: reasonOf(partly), traceId: input.traceId },
  );
};

const isDegraded = async ({ db }: TenantTransaction, connectionId: string): Promise<boolean> =>
  (
    await db
      .selectFrom('connections')
      .select('status')
      .where('connection_id', '=', connectionId)
      .executeTakeFirst()
  )?.status === 'degraded';
