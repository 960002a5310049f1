import { ActivityFailure, proxyActivities } from '@temporalio/workflow';
import type { BeatActivities, ScheduleActivities } from '../activities/schedule.ts';
import { heartbeatOfQueue, ownDatabase } from './options.ts';

const { enqueueDue } = proxyActivities<ScheduleActivities>(ownDatabase);
const { beat } = proxyActivities<BeatActivities>(heartbeatOfQueue);

/**
 * Started by the Schedule; enqueues what is due and starts no job itself. The beat keeps an idle ingest queue polled, so that
 * readiness can tell a worker that waits from one that is gone.
 */
export const tick = async (): Promise<void> => {
  await enqueueDue();
  try {
    await beat();
  } catch (error) {
    // Nobody took it in time: that is what readiness reports.
    if (!(error instanceof ActivityFailure)) throw error;
  }
};
