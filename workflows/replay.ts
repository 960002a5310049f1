import { CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { ReplayActivities } from '../activities/replay-object.ts';
import type { TaskActivities } from '../activities/tasks.ts';
import type { IngestResult } from './ingest.contract.ts';
import { ownDatabase, sourceRead } from './options.ts';
import type { ReplayInput } from './replay.contract.ts';

const { beginTask, endTask } = proxyActivities<TaskActivities>(ownDatabase);
const { replayObject } = proxyActivities<ReplayActivities>(sourceRead);

/** Derives an object's events again from the raw records under its active mappings, without a call to the source. */
export const replay = async (input: ReplayInput): Promise<IngestResult> => {
  await beginTask(input);
  try {
    let after: string | null = '';
    while (after !== null) after = (await replayObject({ ...input, after })).after;
    return await endTask({ ...input, failures: [] });
  } catch (error) {
    const reason =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : 'The replay broke off';
    return await CancellationScope.nonCancellable(() =>
      endTask(
        isCancellation(error)
          ? { ...input, cancelled: true }
          : { ...input, failures: [{ stream: input.stream, reason }] },
      ),
    );
  }
};
