import type { ActivityOptions } from '@temporalio/workflow';

/** Named option profiles; no timeout literal stands in a workflow. Faults that retrying cannot help are non-retryable by their catalogue entry. */
const backoff = { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '30 s' } as const;

/** Short steps on our own database: they outlast a restart of PostgreSQL. */
export const ownDatabase: ActivityOptions = {
  taskQueue: 'control',
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '1 h',
  heartbeatTimeout: '10 s',
  retry: backoff,
};

/** Calls to a source that are over in minutes: check, discover. */
export const sourceCall: ActivityOptions = {
  taskQueue: 'source',
  startToCloseTimeout: '5 min',
  scheduleToCloseTimeout: '20 min',
  heartbeatTimeout: '10 s',
  retry: { ...backoff, maximumAttempts: 5 },
};

/** One look at a source, worth something only now: a worker that dies is replaced once. */
export const sourceLook: ActivityOptions = {
  taskQueue: 'source',
  startToCloseTimeout: '3 min',
  scheduleToCloseTimeout: '5 min',
  heartbeatTimeout: '10 s',
  retry: { ...backoff, maximumAttempts: 2 },
};

/** Reading a published generation: over in minutes, and worth doing again. */
export const registryRead: ActivityOptions = {
  taskQueue: 'ingest',
  startToCloseTimeout: '10 min',
  scheduleToCloseTimeout: '30 min',
  heartbeatTimeout: '10 s',
  retry: { ...backoff, maximumAttempts: 5 },
};

/** A call to a source that must not be made twice. */
export const onceOnly: ActivityOptions = {
  taskQueue: 'source',
  startToCloseTimeout: '5 min',
  scheduleToCloseTimeout: '10 min',
  heartbeatTimeout: '10 s',
  retry: { maximumAttempts: 1 },
};

/** Long streaming reads: progress is committed batch by batch, so a lost attempt costs one batch. */
export const sourceRead: ActivityOptions = {
  taskQueue: 'ingest',
  startToCloseTimeout: '15 min',
  scheduleToCloseTimeout: '2 h',
  heartbeatTimeout: '10 s',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: backoff,
};

/** A whole build of golden records; each attempt starts from the beginning. */
export const generationBuild: ActivityOptions = {
  taskQueue: 'ingest',
  startToCloseTimeout: '1 h',
  scheduleToCloseTimeout: '3 h',
  heartbeatTimeout: '10 s',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: { ...backoff, maximumAttempts: 10 },
};
