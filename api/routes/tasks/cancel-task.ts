import { Fault } from '../../../domain/faults.ts';
import { lockTask, moveTask } from '../../../platform/database/repositories/tasks.ts';
import { taskDetail, taskParams } from '../../contract/tasks.ts';
import type { Deps } from '../../deps.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { acknowledge, taskOf, tellWorkflow } from './signal-task.ts';
import type { TaskCall } from './signal-task.ts';

/**
 * A task that waits for a slot is cancelled where it waits, in PostgreSQL. One that holds a slot, or is running, is
 * cancelled by its workflow, which writes its ending: so the answer may still show it running.
 */
export const postCancel = detachedEndpoint({
  id: 'cancelTask',
  method: 'post',
  path: '/tasks/:task_id/cancel',
  tag: 'tasks',
  summary: 'Cancel a queued or running task; what was committed stays',
  role: 'operator',
  params: taskParams,
  replies: { 202: taskDetail },
  handle: async (call, deps) => {
    const task = await taskOf(call);
    if (task.state !== 'queued' && task.state !== 'in_progress') {
      throw new Fault('conflict', `The task has ended: ${task.state}`);
    }
    if (!(await cancelWaiting(call))) await cancelRunning(call, deps);
    return await acknowledge(call, deps, 'cancel_requested');
  },
});

/** False when the task has got its slot, so that its workflow may have been started. */
const cancelWaiting = ({ inTenant, params, caller }: TaskCall): Promise<boolean> =>
  inTenant(async (transaction) => {
    const { db, client, tenantId } = transaction;
    // The lock under which admission gives slots away: a task is not cancelled here and started there.
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`slots/${tenantId}`]);
    const task = await lockTask(transaction, params.task_id);
    if (task.state === 'cancelled') return true;
    const slot = await db
      .selectFrom('slots')
      .select('task_id')
      .where('task_id', '=', params.task_id)
      .executeTakeFirst();
    if (task.state !== 'queued' || slot !== undefined) return false;
    return await moveTask(transaction, params.task_id, 'cancelled', { actor: caller.userId });
  });

const cancelRunning = async (call: TaskCall, deps: Deps): Promise<void> => {
  const task = await taskOf(call);
  if (task.state !== 'queued' && task.state !== 'in_progress') return;
  await tellWorkflow(deps, task, (handle) => handle.cancel());
};
