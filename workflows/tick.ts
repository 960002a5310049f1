import { proxyActivities } from '@temporalio/workflow';
import type { ScheduleActivities } from '../activities/schedule.ts';
import { ownDatabase } from './options.ts';

const { enqueueDue } = proxyActivities<ScheduleActivities>(ownDatabase);

/** Started by the Schedule; enqueues what is due and starts no job itself. */
export const tick = async (): Promise<void> => {
  await enqueueDue();
};
