import { Fault } from '../../../domain/faults.ts';
import { joinCallback, openCallback } from '../../../platform/database/repositories/callback-deliveries.ts';
import { findTask } from '../../../platform/database/repositories/task-reports.ts';
import { findConnection } from '../../../platform/database/repositories/connection-settings.ts';
import { addTrail } from '../../../platform/database/repositories/tasks.ts';
import { taskAccepted, taskParams } from '../../contract/tasks.ts';
import { endpoint } from '../../endpoint.ts';
import { accepted, acceptTask } from '../accept-task.ts';

/** An ended task stays what it was: the retry is a task of its own, which the trail of the first one names. */
export const postRetry = endpoint({
  id: 'retryTask',
  method: 'post',
  path: '/tasks/:task_id/retry',
  tag: 'tasks',
  summary: 'Start an ended task again, as a new task with the same input',
  role: 'operator',
  params: taskParams,
  replies: { 202: taskAccepted },
  handle: async ({ params, caller, transaction, traceId, note }, { secrets }) => {
    const task = await findTask(transaction, params.task_id);
    if (task === undefined) throw new Fault('not_found', `There is no task ${params.task_id}`);
    if (task.state === 'queued' || task.state === 'in_progress') {
      throw new Fault('conflict', `The task has not ended: it is ${task.state}`);
    }
    if (task.subject_kind === 'connection') {
      const connection = await findConnection(transaction, task.subject_id);
      if (connection === undefined) throw new Fault('conflict', 'The connection of this task was deleted');
      if (connection.status === 'paused' && task.kind === 'ingest')
        throw new Fault('conflict', 'The connection is paused; resume it first');
    }
    const started = await acceptTask(transaction, {
      kind: task.kind,
      subject: { kind: task.subject_kind, id: task.subject_id },
      workflowId: task.workflow_id,
      input: task.input,
      traceId,
      requestedBy: caller.userId,
    });
    if (task.callback_address !== null) {
      const url = await openCallback(transaction, secrets, task.callback_sealed);
      await joinCallback(transaction, secrets, started.task_id, url);
    }
    await addTrail(transaction, task.task_id, {
      actor: caller.userId,
      kind: 'retried',
      detail: { task_id: started.task_id },
    });
    note({ subject: { kind: 'task', id: task.task_id }, after: { retried_as: started.task_id } });
    return accepted(started);
  },
});
