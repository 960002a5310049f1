import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import type { ConnectionLike } from '@temporalio/client';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry-v2';
import proto from '@temporalio/proto';
import { Fault } from '../domain/faults.ts';
import type { Config } from '../platform/config.ts';
import type { Logger } from '../platform/logger.ts';
import { createDataConverter } from './data-converter.ts';
import { taskQueues } from './task-queues.ts';
import { tenantOfStart } from './tenant-of-start.ts';

type TemporalConfig = Pick<
  Config,
  'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE' | 'ENCRYPTION_KEY' | 'ENCRYPTION_KEYS_OLD'
>;

export interface Temporal {
  /**
   * Runs one call with a deadline. Throws `temporal_unavailable` when the server does not answer in time; the server's own
   * refusals (not found, already completed, …) pass through as they are.
   */
  call<T>(work: (client: Client) => Promise<T>, deadlineMs?: number): Promise<T>;
  /** Milliseconds since a worker last polled this task queue for activities or workflows; Infinity (in effect) when none did. */
  sinceLastPoll(taskQueue: string): Promise<number>;
  close(): Promise<void>;
}

/** gRPC status codes that mean "not now": CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE. */
const transient = new Set([1, 4, 8, 14]);

const isTransient = (error: unknown): boolean => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return transient.has(cause.code);
  }
  return false;
};

/** The one way to make a client: what it starts is traced, carries its tenant, and is encrypted. */
export const createClient = (
  connection: ConnectionLike,
  config: Pick<TemporalConfig, 'TEMPORAL_NAMESPACE' | 'ENCRYPTION_KEY' | 'ENCRYPTION_KEYS_OLD'>,
): Client =>
  new Client({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    dataConverter: createDataConverter(config),
    interceptors: { workflow: [tenantOfStart, new OpenTelemetryWorkflowClientInterceptor()] },
  });

/**
 * A client that exists before its server does: the channel connects at the first call and reconnects with backoff by
 * itself, so that the API starts, and heals, without Temporal.
 */
export const createTemporal = (config: TemporalConfig, logger: Logger): Temporal => {
  const connection = Connection.lazy({
    address: config.TEMPORAL_ADDRESS,
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 2_000 },
  });
  const client = createClient(connection, config);

  const call: Temporal['call'] = async (work, deadlineMs = 3_000) => {
    try {
      return await connection.withDeadline(Date.now() + deadlineMs, () => work(client));
    } catch (error) {
      if (!isTransient(error)) throw error;
      logger.warn({ error }, 'temporal does not answer');
      throw new Fault(
        'temporal_unavailable',
        'Temporal does not answer; nothing was changed, try again shortly',
        {
          cause: error,
          retryAfterSeconds: 5,
        },
      );
    }
  };

  return {
    call,
    sinceLastPoll: (taskQueue) => call((one) => sinceLastPoll(one, taskQueue), 2_000),
    close: () => connection.close(),
  };
};

const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = proto.temporal.api.enums.v1.TaskQueueType;

/** Workflows run on the control queue alone. */
const kindsOn = (taskQueue: string) =>
  taskQueue === taskQueues.control
    ? [TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY]
    : [TASK_QUEUE_TYPE_ACTIVITY];

/** The queue counts as polled when everything that runs on it is. */
const sinceLastPoll = async (client: Client, taskQueue: string): Promise<number> => {
  const ages = await Promise.all(
    kindsOn(taskQueue).map(async (taskQueueType) => {
      const { pollers } = await client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: taskQueue },
        taskQueueType,
      });
      const times = pollers.map((poller) => Number(poller.lastAccessTime?.seconds ?? 0) * 1000);
      return Date.now() - Math.max(0, ...times);
    }),
  );
  return Math.max(...ages);
};
