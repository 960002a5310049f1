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
 * Starts a task's workflow by its fixed id, in the trace of whoever asked for it; one that is running already is left as it
 * is.
 */
export const startTask = async (temporal: Pick<Client, 'workflow'>, task: Task): Promise<void> => {
  await continueTrace(task.traceparent, `start ${task.kind}`, () =>
    temporal.workflow.start(workflowOf[task.kind], {
      workflowId: task.workflow_id,
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue: 'control',
      args: [{ ...task.input, tenantId: task.tenant_id, taskId: task.task_id, traceId: task.trace_id }],
      memo: { task_id: task.task_id },
    }),
  );
};
