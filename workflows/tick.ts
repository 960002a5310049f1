import { ActivityFailure, proxyActivities } from '@temporalio/workflow';
import type { BeatActivities, ScheduleActivities } from '../activities/schedule.ts';
import { heartbeatOf, ownDatabase } from './options.ts';

const { enqueueDue } = proxyActivities<ScheduleActivities>(ownDatabase);
const beats = (['source', 'ingest'] as const).map(
  (queue) => proxyActivities<BeatActivities>(heartbeatOf(queue)).beat,
);

/**
 * Started by the Schedule; enqueues what is due and starts no job itself. The beats keep idle queues polled, so that
 * readiness can tell a worker that waits from one that is gone.
 */
export const tick = async (): Promise<void> => {
  await enqueueDue();
  // Where nobody took one in time, readiness reports it.
  const missed = (error: unknown): void => {
    if (!(error instanceof ActivityFailure)) throw error;
  };
  await Promise.all(beats.map((beat) => beat().catch(missed)));
};
