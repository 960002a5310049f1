import { Fault } from '../../../domain/faults.ts';
import { deleteConnection } from '../../../platform/database/repositories/connection-settings.ts';
import type { Connection } from '../../../platform/database/repositories/connections.ts';
import { appendEvent } from '../../../platform/database/repositories/event-log.ts';
import { liveTasks } from '../../../platform/database/repositories/task-reports.ts';
import { moveTask } from '../../../platform/database/repositories/tasks.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';

/**
 * Deletes a connection that nothing works on, and says so. Waiting jobs are cancelled by the user `cancelBy`, where given.
 * @throws Fault `conflict` while a job runs, or waits and may not be cancelled
 */
export const removeSettled = async (
  transaction: TenantTransaction,
  row: Connection,
  cancelBy: string | null,
  traceId: string,
): Promise<void> => {
  await settleTasks(transaction, row.connection_id, cancelBy);
  await deleteConnection(transaction, row.connection_id);
  await appendEvent(transaction, {
    type: 'connection.deleted',
    traceId,
    subject: { kind: 'connection', id: row.connection_id },
    data: { slug: row.slug, name: row.name },
  });
};

/** A running job must be cancelled first, by its own workflow; a waiting one is cancelled here when that was asked for. */
const settleTasks = async (
  transaction: TenantTransaction,
  connectionId: string,
  cancelBy: string | null,
): Promise<void> => {
  const { client, tenantId } = transaction;
  // The lock under which admission gives slots away: a waiting task does not start meanwhile.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`slots/${tenantId}`]);
  const live = await liveTasks(transaction, { kind: 'connection', id: connectionId });
  const running = live.find(({ state }) => state === 'in_progress');
  if (running !== undefined || (live.length > 0 && cancelBy === null)) {
    const { task_id, kind, state } = running ?? live[0] ?? { task_id: '', kind: '', state: '' };
    throw new Fault('conflict', `Its ${kind} ${task_id} is ${state}; cancel it, or wait for its end`);
  }
  for (const { task_id } of live)
    await moveTask(transaction, task_id, 'cancelled', { actor: cancelBy ?? '' });
};
