/** Health check of a worker's container: ends with 0 when a worker of this very host has polled lately, else with 1. */
import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { readConfig } from '../platform/config.ts';
import { taskQueues } from '../temporal/task-queues.ts';

/** A poll without work lasts a minute, and its time is that of its beginning. */
const polledWithinMs = 150_000;

const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = readConfig();
const connection = await Connection.connect({ address: TEMPORAL_ADDRESS, connectTimeout: 5_000 });
const polls = await connection.withDeadline(Date.now() + 5_000, () =>
  connection.workflowService.describeTaskQueue({
    namespace: TEMPORAL_NAMESPACE,
    taskQueue: { name: taskQueues.control },
  }),
);
await connection.close();

const lately = polls.pollers.some(
  ({ identity, lastAccessTime }) =>
    identity?.endsWith(`@${hostname()}`) === true &&
    Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < polledWithinMs,
);
process.exitCode = lately ? 0 : 1;
