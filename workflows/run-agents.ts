import {
  ActivityFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  uuid4,
} from '@temporalio/workflow';
import type { AgentActivities, AgentControlActivities } from '../activities/agents/run-agent.ts';
import type { TaskActivities } from '../activities/tasks.ts';
import { agentIds } from '../domain/agents/finding.ts';
import { failureText } from './failure-text.ts';
import { ownDatabase, registryRead } from './options.ts';
import type { RunAgentsInput, RunAgentsResult } from './run-agents.contract.ts';

const { beginTask, endTask } = proxyActivities<TaskActivities>(ownDatabase);
const { chooseGeneration, failAgentRun } = proxyActivities<AgentControlActivities>(ownDatabase);
const { runAgent } = proxyActivities<AgentActivities>(registryRead);

/**
 * Lets agents look at one generation, one after the other; one that fails does not stop the others. What they find and propose
 * is in PostgreSQL when this ends.
 */
export const runAgents = async (input: RunAgentsInput): Promise<RunAgentsResult> => {
  const { tenantId, traceId, taskId } = input;
  const task = taskId === undefined ? undefined : { tenantId, traceId, taskId, connectionId: '' };
  const failures: { stream: string; reason: string }[] = [];
  try {
    if (task !== undefined) await beginTask(task);
    const { generation } = await chooseGeneration({ tenantId, generation: input.generation ?? null });
    for (const agent of input.agents ?? agentIds) {
      const run = { tenantId, traceId, taskId: taskId ?? null, agent, generation, runId: uuid4() };
      try {
        await runAgent(run);
      } catch (error) {
        if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
        const reason = failureText(error);
        failures.push({ stream: agent, reason });
        await failAgentRun({ tenantId, runId: run.runId, error: reason });
      }
    }
    if (task !== undefined) await endTask({ ...task, failures });
    return { state: failures.length === 0 ? 'success' : 'failed' };
  } catch (error) {
    const cancelled = isCancellation(error);
    if (task === undefined) throw error;
    return await CancellationScope.nonCancellable(() =>
      endTask(
        cancelled
          ? { ...task, cancelled: true }
          : { ...task, failures: [{ stream: '', reason: failureText(error) }] },
      ),
    );
  }
};
