import { setTimeout as sleep } from 'node:timers/promises';
import type { NativeConnection, Worker } from '@temporalio/worker';
import type pg from 'pg';
import type { Logger } from '../platform/logger.ts';
import { forgetBeats, noteBeats } from '../platform/database/repositories/worker-beats.ts';
import type { QueueBeat } from '../platform/database/repositories/worker-beats.ts';
import { placesOf, taskQueues } from './task-queues.ts';

export interface BeatDeps {
  /** Pool of au_worker. */
  readonly pool: pg.Pool;
  readonly connection: NativeConnection;
  readonly logger: Logger;
}

/** A third of what readiness waits for: one that is late, or lost, is no alarm. */
const everyMs = 5_000;
/** Until everything polls. */
const firstMs = 250;
const answerMs = 3_000;

/** Workflows run on the control queue alone. */
const polls = (worker: Worker): boolean => {
  const { workflowPollerState, activityPollerState } = worker.getStatus();
  return (
    activityPollerState === 'POLLING' &&
    (worker.options.taskQueue !== taskQueues.control || workflowPollerState === 'POLLING')
  );
};

const beatOf = (worker: Worker): QueueBeat => {
  const queue = Object.values(taskQueues).find((each) => each === worker.options.taskQueue);
  return {
    queue: worker.options.taskQueue,
    places: queue === undefined ? 0 : placesOf[queue],
    taken: worker.getStatus().numInFlightNonLocalActivities,
  };
};

/**
 * Says every few seconds which queues this process polls and how full they are, as long as Temporal answers it; readiness
 * believes that, since Temporal's own note of the last poll grows old where all places are taken. What it returns ends it and
 * takes back what was said.
 */
export const startBeats = (
  workers: readonly Worker[],
  { pool, connection, logger }: BeatDeps,
): (() => Promise<void>) => {
  const ended = new AbortController();
  const name = workers[0]?.options.identity ?? '';
  /** True once every queue is polled. */
  const beat = async (): Promise<boolean> => {
    try {
      const polling = workers.filter(polls);
      if (polling.length === 0) return false;
      await connection.withDeadline(Date.now() + answerMs, () =>
        connection.workflowService.getSystemInfo({}),
      );
      await noteBeats(pool, name, polling.map(beatOf));
      return polling.length === workers.length;
    } catch (error) {
      logger.warn({ error }, 'this worker cannot say that it polls');
      return true;
    }
  };
  const beating = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      const all = await beat();
      await sleep(all ? everyMs : firstMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  const done = beating();
  return async () => {
    ended.abort();
    await done;
    await forgetBeats(pool, name).catch((error: unknown) => {
      logger.warn({ error }, 'what this worker has said of itself is left to grow old');
    });
  };
};
