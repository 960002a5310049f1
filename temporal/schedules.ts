import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { tickId, tickScheduleId, tickSeconds, tickWorkflow } from '../workflows/tick.contract.ts';
import { taskQueues } from './task-queues.ts';

/** Creates the Schedule that looks for due work every few seconds, where it is missing (also after Temporal lost it). */
export const ensureSchedules = async (temporal: Client): Promise<void> => {
  try {
    await temporal.schedule.create({
      scheduleId: tickScheduleId,
      spec: { intervals: [{ every: `${tickSeconds} s` }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '2 min' },
      action: {
        type: 'startWorkflow',
        workflowType: tickWorkflow,
        workflowId: tickId,
        taskQueue: taskQueues.control,
        args: [],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
};
