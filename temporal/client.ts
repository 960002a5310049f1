import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import type { ConnectionLike } from '@temporalio/client';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry-v2';
import { Fault } from '../domain/faults.ts';
import type { Config } from '../platform/config.ts';
import type { Logger } from '../platform/logger.ts';
import { createDataConverter } from './data-converter.ts';
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
    close: () => connection.close(),
  };
};
