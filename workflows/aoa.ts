import { CancellationScope, isCancellation, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { AoaActivities } from '../activities/agents/aoa.ts';
import type { TaskActivities } from '../activities/tasks.ts';
import { aoaProgress } from './aoa.contract.ts';
import type { AoaInput, AoaProgress } from './aoa.contract.ts';
import { failureText } from './failure-text.ts';
import type { IngestResult } from './ingest.contract.ts';
import { ownDatabase } from './options.ts';

const { beginTask, endTask } = proxyActivities<TaskActivities>(ownDatabase);
const { enqueueIngests, enqueueConnect, lookAtTasks } = proxyActivities<AoaActivities>(ownDatabase);

const pollMs = 2_000;

/**
 * The whole way at once: every connection is read, then what came is connected, and after that the agents look at it. Each
 * part is a job of its own with its own task, slot and history; a source that fails does not keep the others from being
 * connected, but the whole is then no success.
 */
export const aoa = async (input: AoaInput): Promise<IngestResult> => {
  let progress: AoaProgress = { step: 'ingesting', tasks: 0, left: 0 };
  setHandler(aoaProgress, () => progress);
  const task = { ...input, connectionId: '' };

  const ended = async (
    step: AoaProgress['step'],
    taskIds: readonly string[],
  ): Promise<readonly { readonly stream: string; readonly reason: string }[]> => {
    for (;;) {
      const { left, failures } = await lookAtTasks({ tenantId: input.tenantId, taskIds });
      progress = { step, tasks: taskIds.length, left };
      if (left === 0) return failures;
      await sleep(pollMs);
    }
  };

  await beginTask(task);
  try {
    const ingests = await enqueueIngests(input);
    const failures = [...(await ended('ingesting', ingests.taskIds))];
    const connect = await enqueueConnect(input);
    failures.push(...(await ended('connecting', connect.taskIds)));
    progress = { step: 'done', tasks: 0, left: 0 };
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
