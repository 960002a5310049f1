import { CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { MutateSourceActivities } from '../activities/mutate-source.ts';
import type { TaskActivities } from '../activities/tasks.ts';
import { failureText } from './failure-text.ts';
import type { IngestResult } from './ingest.contract.ts';
import type { MutateSourceInput } from './mutate-source.contract.ts';
import { onceOnly, ownDatabase } from './options.ts';

const { beginTask, endTask } = proxyActivities<TaskActivities>(ownDatabase);
const { changeSource } = proxyActivities<MutateSourceActivities>(onceOnly);

/** Changes a demo or test source on purpose. It is tried once: a rename that came through cannot be done again. */
export const mutateSource = async (input: MutateSourceInput): Promise<IngestResult> => {
  const { mutation, ...task } = input;
  await beginTask(task);
  try {
    await changeSource({ ...task, mutation });
    return await endTask({ ...task, failures: [] });
  } catch (error) {
    return await CancellationScope.nonCancellable(() =>
      endTask(
        isCancellation(error)
          ? { ...task, cancelled: true }
          : { ...task, failures: [{ stream: mutation.object, reason: failureText(error) }] },
      ),
    );
  }
};
