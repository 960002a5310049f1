import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';

/** Temporal's word for the state of the task's run, or `unknown` when the newest run under the id is another task's. */
export const statusOf = async (
  temporal: Pick<Client, 'workflow'>,
  workflowId: string,
  taskId: string,
): Promise<string> => {
  try {
    const { status, memo } = await temporal.workflow.getHandle(workflowId).describe();
    return memo?.['task_id'] === taskId ? status.name : 'unknown';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'unknown';
    throw error;
  }
};
