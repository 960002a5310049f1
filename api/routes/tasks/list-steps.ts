import { WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { z } from 'zod';
import type { taskStep } from '../../contract/tasks.ts';
import { taskParams, taskSteps } from '../../contract/tasks.ts';
import type { Deps } from '../../deps.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import type { Task } from '../../../platform/database/repositories/tasks.ts';
import { taskOf } from './signal-task.ts';

type Step = z.input<typeof taskStep>;
type Pending = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

const { PENDING_ACTIVITY_STATE_STARTED } = proto.temporal.api.enums.v1.PendingActivityState;

export const getTaskSteps = detachedEndpoint({
  id: 'listTaskSteps',
  method: 'get',
  path: '/tasks/:task_id/steps',
  tag: 'tasks',
  summary: 'What a running task is doing this moment: steps with attempts, last failure and next attempt',
  description: 'Empty for a task that has ended, or that still waits for its slot.',
  role: 'viewer',
  params: taskParams,
  replies: { 200: taskSteps },
  handle: async (call, deps) => ({ status: 200, body: { data: await stepsOf(deps, await taskOf(call)) } }),
});

/** The newest run under the task's workflow id must say that it is this task's; otherwise nothing of it is told. */
const stepsOf = async ({ temporal }: Deps, task: Task): Promise<Step[]> => {
  if (task.state !== 'queued' && task.state !== 'in_progress') return [];
  try {
    const { memo, raw } = await temporal.call((client) =>
      client.workflow.getHandle(task.workflow_id).describe(),
    );
    return memo?.['task_id'] === task.task_id ? (raw.pendingActivities ?? []).map(stepView) : [];
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
};

const stepView = (pending: Pending): Step => ({
  step: pending.activityType?.name ?? '',
  running: pending.state === PENDING_ACTIVITY_STATE_STARTED,
  attempt: pending.attempt ?? 1,
  most_attempts:
    pending.maximumAttempts == null || pending.maximumAttempts === 0 ? null : pending.maximumAttempts,
  started_at: isoOf(pending.lastStartedTime),
  next_attempt_at: isoOf(pending.nextAttemptScheduleTime),
  failure: pending.lastFailure?.message ?? null,
});

/** A Protobuf time in ISO 8601, or null. */
const isoOf = (at: Pending['lastStartedTime']): string | null =>
  at?.seconds == null ? null : new Date(Number(at.seconds) * 1_000 + (at.nanos ?? 0) / 1e6).toISOString();
