import { WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { Fault } from '../../../domain/faults.ts';
import { addTrail } from '../../../platform/database/repositories/tasks.ts';
import { findTask } from '../../../platform/database/repositories/task-reports.ts';
import type { Task } from '../../../platform/database/repositories/tasks.ts';
import type { taskParams } from '../../contract/tasks.ts';
import type { Deps } from '../../deps.ts';
import type { DetachedCall } from '../../endpoint.ts';
import { taskDetailView } from './task-view.ts';

export type TaskCall = DetachedCall<typeof taskParams>;

/** The task that a call names. Throws `not_found`. */
export const taskOf = (call: TaskCall): Promise<Task> =>
  call.inTenant(async (transaction) => {
    const task = await findTask(transaction, call.params.task_id);
    if (task === undefined) throw new Fault('not_found', `There is no task ${call.params.task_id}`);
    return task;
  });

/**
 * Speaks to the workflow of a running task, and to no other: the newest run under its id must say that it is this task's.
 * Throws `temporal_unavailable`, and `conflict` when the job runs no more or not yet.
 */
export const tellWorkflow = async (
  { temporal }: Deps,
  task: Task,
  tell: (handle: WorkflowHandle) => Promise<unknown>,
): Promise<void> => {
  try {
    await temporal.call(async (client) => {
      const handle = client.workflow.getHandle(task.workflow_id);
      const { memo, runId } = await handle.describe();
      if (memo?.['task_id'] !== task.task_id) throw notRunning();
      await tell(client.workflow.getHandle(task.workflow_id, runId));
    });
  } catch (error) {
    throw error instanceof WorkflowNotFoundError ? notRunning() : error;
  }
};

const notRunning = (): Fault =>
  new Fault(
    'conflict',
    'The job is not running: it is about to start, or has just ended. Look again in a moment',
  );

/** Records who asked for what, and answers the task as it is now. */
export const acknowledge = (call: TaskCall, { config }: Deps, asked: string) =>
  call.inTenant(async (transaction) => {
    await addTrail(transaction, call.params.task_id, { actor: call.caller.userId, kind: asked });
    const task = await findTask(transaction, call.params.task_id);
    if (task === undefined) throw new Fault('not_found', `There is no task ${call.params.task_id}`);
    call.note({ subject: { kind: 'task', id: task.task_id }, after: { asked } });
    return { status: 202 as const, body: await taskDetailView(transaction, task, config) };
  });

/** Only a running ingest stops at batch boundaries. Throws `conflict` for any other task. */
export const refuseUnpausable = (task: Task, verb: string): void => {
  if (task.kind !== 'ingest')
    throw new Fault('conflict', `Only an ingest can be ${verb}; this is a ${task.kind}`);
  if (task.state !== 'in_progress') {
    throw new Fault('conflict', `Only a running task can be ${verb}; this one is ${task.state}`);
  }
};
