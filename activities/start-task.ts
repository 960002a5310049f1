import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { TaskKind } from '../domain/states/task.ts';
import type { Task } from '../platform/database/repositories/tasks.ts';
import { continueTrace } from '../platform/telemetry.ts';
import { aoaWorkflow } from '../workflows/aoa.contract.ts';
import { checkConnectionWorkflow } from '../workflows/check-connection.contract.ts';
import { dclConnectWorkflow } from '../workflows/dcl-connect.contract.ts';
import { ingestWorkflow } from '../workflows/ingest.contract.ts';
import { mutateSourceWorkflow } from '../workflows/mutate-source.contract.ts';
import { replayWorkflow } from '../workflows/replay.contract.ts';
import { runAgentsWorkflow } from '../workflows/run-agents.contract.ts';
import { suggestMappingsWorkflow } from '../workflows/suggest-mappings.contract.ts';
import { statusOf } from './task-status.ts';

const workflowOf: Readonly<Record<TaskKind, string>> = {
  ingest: ingestWorkflow,
  replay: replayWorkflow,
  check: checkConnectionWorkflow,
  suggest: suggestMappingsWorkflow,
  mutate: mutateSourceWorkflow,
  connect: dclConnectWorkflow,
  agents: runAgentsWorkflow,
  aoa: aoaWorkflow,
};

/**
 * Starts a task's workflow by its fixed id, in the trace of whoever asked for it; the task's own run is left as it is.
 * Throws an Error, to be tried again, while the run of a task before it has not closed: a task ends with its last
 * activity, its run a moment after that.
 */
export const startTask = async (temporal: Pick<Client, 'workflow'>, task: Task): Promise<void> => {
  try {
    await continueTrace(task.traceparent, `start ${task.kind}`, () =>
      temporal.workflow.start(workflowOf[task.kind], {
        workflowId: task.workflow_id,
        workflowIdConflictPolicy: 'FAIL',
        taskQueue: 'control',
        args: [{ ...task.input, tenantId: task.tenant_id, taskId: task.task_id, traceId: task.trace_id }],
        memo: { task_id: task.task_id },
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    if ((await statusOf(temporal, task.workflow_id, task.task_id)) === 'unknown')
      throw new Error('The run of the task before this one has not closed yet', { cause: error });
  }
};
