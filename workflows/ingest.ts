import {
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { DiscoverActivities } from '../activities/discover.ts';
import type { ReadObjectActivities } from '../activities/read-object.ts';
import type { SweepActivities } from '../activities/sweep-keys.ts';
import type { TaskActivities } from '../activities/tasks.ts';
import { failureText } from './failure-text.ts';
import { ingestProgress, pause, resume } from './ingest.contract.ts';
import type { IngestInput, IngestResult, StreamProgress } from './ingest.contract.ts';
import { ownDatabase, sourceCall, sourceRead } from './options.ts';

const { beginTask, endTask, setTaskPaused } = proxyActivities<TaskActivities>(ownDatabase);
const { discover } = proxyActivities<DiscoverActivities>(sourceCall);
const { readObject } = proxyActivities<ReadObjectActivities>(sourceRead);
const { sweepKeys } = proxyActivities<SweepActivities>(sourceRead);

/**
 * Reads every mapped object of a connection into the canonical stream. Progress lives in PostgreSQL; this decides the
 * order, waits while paused, and lets one failing object not stop the others.
 */
export const ingest = async (input: IngestInput): Promise<IngestResult> => {
  let paused = false;
  let reading: CancellationScope | undefined;
  let streams: StreamProgress[] = [];
  setHandler(ingestProgress, () => ({ paused, streams }));
  setHandler(pause, () => {
    paused = true;
    reading?.cancel();
  });
  setHandler(resume, () => {
    paused = false;
  });

  /** Runs one activity to its end; a pause breaks it off at a batch boundary and takes it up again later. */
  const pausable = async <T>(step: () => Promise<T>): Promise<T> => {
    for (;;) {
      if (paused) {
        await setTaskPaused({ ...input, paused: true });
        await condition(() => !paused);
        await setTaskPaused({ ...input, paused: false });
      }
      reading = new CancellationScope();
      try {
        return await reading.run(step);
      } catch (error) {
        // Only a pause cancels the inner scope alone; a cancelled workflow ends here.
        if (!isCancellation(error) || CancellationScope.current().consideredCancelled) throw error;
      }
    }
  };
  const show = (stream: string, state: StreamProgress['state'], reason?: string): void => {
    streams = streams.map((known) =>
      known.stream === stream ? { stream, state, ...(reason === undefined ? {} : { reason }) } : known,
    );
  };

  const readStream = async (stream: string): Promise<void> => {
    show(stream, 'reading');
    const step = { ...input, stream };
    let read = await pausable(() => readObject(step));
    while (!read.done) read = await pausable(() => readObject(step));
    show(stream, 'sweeping');
    const { met } = read;
    await pausable(() => sweepKeys({ ...step, met }));
    show(stream, 'done');
  };

  try {
    await beginTask(input);
    const plan = await pausable(() => discover(input));
    streams = plan.streams.map((stream) => ({ stream, state: 'waiting' }));
    for (const stream of plan.streams) {
      try {
        await readStream(stream);
      } catch (error) {
        if (isCancellation(error)) throw error;
        show(stream, 'failed', failureText(error));
      }
    }
    const failed = streams.filter(({ state }) => state === 'failed');
    return await endTask({
      ...input,
      failures: failed.map(({ stream, reason }) => ({ stream, reason: reason ?? '' })),
    });
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
