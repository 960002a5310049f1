import { CancellationScope, isCancellation, proxyActivities, setHandler } from '@temporalio/workflow';
import type { SuggestActivities } from '../activities/suggest-mappings.ts';
import type { TaskActivities } from '../activities/tasks.ts';
import { failureText } from './failure-text.ts';
import type { IngestResult } from './ingest.contract.ts';
import { ownDatabase, sourceCall } from './options.ts';
import { suggestProgress } from './suggest-mappings.contract.ts';
import type { SuggestMappingsInput, SuggestProgress } from './suggest-mappings.contract.ts';

const { beginTask, endTask } = proxyActivities<TaskActivities>(ownDatabase);
const { findUnmapped, suggestFor } = proxyActivities<SuggestActivities>(sourceCall);

/** Objects of one activity: few enough to be cancelled soon and to be over in minutes. */
const atOnce = 10;

/** Suggests first mappings for objects that have none, and offers each as a repair of the object's ticket. */
export const suggestMappings = async (input: SuggestMappingsInput): Promise<IngestResult> => {
  let progress: SuggestProgress = { objects: 0, done: 0 };
  setHandler(suggestProgress, () => progress);
  await beginTask(input);
  try {
    const { objects } = await findUnmapped(input);
    progress = { objects: objects.length, done: 0 };
    for (let at = 0; at < objects.length; at += atOnce) {
      const some = objects.slice(at, at + atOnce);
      await suggestFor({ ...input, objects: some, anew: input.objects !== undefined });
      progress = { ...progress, done: at + some.length };
    }
    return await endTask({ ...input, failures: [] });
  } catch (error) {
    return await CancellationScope.nonCancellable(() =>
      endTask(
        isCancellation(error)
          ? { ...input, cancelled: true }
          : { ...input, failures: [{ stream: '', reason: failureText(error) }] },
      ),
    );
  }
};
