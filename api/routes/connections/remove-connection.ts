import { Fault } from '../../../domain/faults.ts';
import { deleteConnection } from '../../../platform/database/repositories/connection-settings.ts';
import { appendEvent } from '../../../platform/database/repositories/event-log.ts';
import { liveTasks } from '../../../platform/database/repositories/task-reports.ts';
import { moveTask } from '../../../platform/database/repositories/tasks.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { connectionParams, deleteConnectionQuery } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { connectionView } from './connection-view.ts';
import { existingConnection } from './existing-connection.ts';

/** What was read stays in the stream, and the slug stays taken, since record keys begin with it. */
export const removeConnection = endpoint({
  id: 'deleteConnection',
  method: 'delete',
  path: '/connections/:connection_id',
  tag: 'connections',
  summary: 'Delete a connection and its credentials; its records stay',
  role: 'admin',
  params: connectionParams,
  query: deleteConnectionQuery,
  replies: { 204: null },
  handle: async ({ params, query, caller, transaction, traceId, note }) => {
    const row = await existingConnection(transaction, params.connection_id, 'for update');
    await settleTasks(transaction, row.connection_id, query.cancel_tasks === 'true' ? caller.userId : null);
    await deleteConnection(transaction, row.connection_id);
    note({ subject: { kind: 'connection', id: row.connection_id }, before: connectionView(row) });
    await appendEvent(transaction, {
      type: 'connection.deleted',
      traceId,
      subject: { kind: 'connection', id: row.connection_id },
      data: { slug: row.slug, name: row.name },
    });
    return { status: 204 };
  },
});

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
