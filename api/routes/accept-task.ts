import type { z } from 'zod';
import { enqueueTask } from '../../platform/database/repositories/tasks.ts';
import type { NewTask } from '../../platform/database/repositories/tasks.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import type { taskAccepted } from '../contract/tasks.ts';

export type TaskAccepted = z.output<typeof taskAccepted>;

/** Enqueues a job and answers what its caller is told of it. */
export const acceptTask = async (transaction: TenantTransaction, task: NewTask): Promise<TaskAccepted> => {
  const { taskId, existing } = await enqueueTask(transaction, task);
  return { task_id: taskId, kind: task.kind, existing };
};

/** The answer 202: the task's address is the place to look for what comes of it. */
export const accepted = (task: TaskAccepted) => ({
  status: 202 as const,
  headers: { Location: `/api/v1/tasks/${task.task_id}` },
  body: task,
});
