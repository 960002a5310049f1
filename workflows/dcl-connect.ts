import {
  CancellationScope,
  executeChild,
  isCancellation,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { DclActivities } from '../activities/dcl/build-generation.ts';
import type { TaskActivities } from '../activities/tasks.ts';
import { dclConnectProgress } from './dcl-connect.contract.ts';
import type { DclConnectInput, DclConnectProgress } from './dcl-connect.contract.ts';
import { failureText } from './failure-text.ts';
import type { IngestResult } from './ingest.contract.ts';
import { generationBuild, ownDatabase } from './options.ts';
import { runAgentsAfterId, runAgentsWorkflow } from './run-agents.contract.ts';
import type { RunAgentsInput, RunAgentsResult } from './run-agents.contract.ts';

const { beginTask, endTask } = proxyActivities<TaskActivities>(ownDatabase);
const { buildGeneration } = proxyActivities<DclActivities>(generationBuild);

/** Builds a generation of golden records, publishes it, and lets the agents look at it under the same slot. */
export const dclConnect = async (input: DclConnectInput): Promise<IngestResult> => {
  let progress: DclConnectProgress = { step: 'building', generation: null };
  setHandler(dclConnectProgress, () => progress);
  const task = { tenantId: input.tenantId, taskId: input.taskId, traceId: input.traceId, connectionId: '' };
  await beginTask(task);
  try {
    const { generation } = await buildGeneration(input);
    const failures: { stream: string; reason: string }[] = [];
    if (input.agents === undefined || input.agents.length > 0) {
      progress = { step: 'agents', generation };
      const run: RunAgentsInput = {
        tenantId: input.tenantId,
        traceId: input.traceId,
        generation,
        ...(input.agents === undefined ? {} : { agents: input.agents }),
      };
      const { state } = await executeChild<(run: RunAgentsInput) => Promise<RunAgentsResult>>(
        runAgentsWorkflow,
        { workflowId: runAgentsAfterId(input.tenantId, generation), args: [run] },
      );
      if (state !== 'success')
        failures.push({ stream: 'agents', reason: 'internal: agents failed; their runs say why' });
    }
    progress = { step: 'done', generation };
    return await endTask({ ...task, failures });
  } catch (error) {
    return await CancellationScope.nonCancellable(() =>
      endTask(
        isCancellation(error)
          ? { ...task, cancelled: true }
          : { ...task, failures: [{ stream: '', reason: failureText(error) }] },
      ),
    );
  }
};
