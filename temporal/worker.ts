/** The worker process: polls every task queue, relays the outbox, reconciles once a minute, and drains on SIGTERM. */
import { flushCompileCache } from 'node:module';
import type { Client } from '@temporalio/client';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry-v2';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { WorkerOptions, WorkflowBundle } from '@temporalio/worker';
import type { Redis } from 'ioredis';
import type { Deps } from '../activities/deps.ts';
import { controlActivities, ingestActivities, sourceActivities } from '../activities/index.ts';
import { readConfig } from '../platform/config.ts';
import type { Config } from '../platform/config.ts';
import { createPool } from '../platform/database/pool.ts';
import { loadDefaultMappings } from '../platform/default-mappings.ts';
import { endOnDefect } from '../platform/end-on-defect.ts';
import { publishEventSignals } from '../platform/event-signal.ts';
import { armFailpoint } from '../platform/failpoint.ts';
import { createAdvisor } from '../platform/llm/advisor.ts';
import { createLlm } from '../platform/llm/create-llm.ts';
import { createLogger } from '../platform/logger.ts';
import { createRedis } from '../platform/redis.ts';
import { createSecrets } from '../platform/secrets.ts';
import { startTelemetry } from '../platform/telemetry.ts';
import { startBeats } from './beats.ts';
import { createClient } from './client.ts';
import { createDataConverter } from './data-converter.ts';
import { createOutwardEffects } from './effects.ts';
import { reconcile } from './reconcile.ts';
import { createStartEffects, Relay } from './relay.ts';
import { createWriteBackEffects } from './write-back-effects.ts';
import { createRepairEffects } from './repair-effects.ts';
import { placesOf, taskQueues } from './task-queues.ts';
import { createSdkLogger } from './sdk-logger.ts';
import { trimEvents } from './trim-events.ts';
import { loadWorkflowBundle } from './workflow-bundle/load.ts';

/** Under the supervisor's 30 s: activities get this long to reach a batch boundary. */
const graceSeconds = 25;
const minute = 60_000;
/** Heartbeats bring cancellation there: a pause is felt within a second, not after 0.8 of the time-out. */
const throttle = '1 s';

const config = readConfig();
const logger = createLogger('worker', config.LOG_LEVEL);
endOnDefect(logger);
armFailpoint(config.AUTONOMOS_FAILPOINT);
Runtime.install({
  logger: createSdkLogger(logger),
  telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
  shutdownSignals: [],
});

/** A worker that is made while Temporal is down throws at once: tried again, with backoff, until it answers. */
const connect = async (): Promise<NativeConnection> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
    } catch (error) {
      logger.warn({ error, address: config.TEMPORAL_ADDRESS }, 'temporal does not answer yet');
      await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 250 * 2 ** attempt)));
    }
  }
};

const createDeps = (
  connection: NativeConnection,
  environment: Config,
  redis: Redis | undefined,
): Deps & { readonly temporal: Client } => {
  const pool = createPool({
    databaseUrl: environment.DATABASE_URL,
    rolesKey: environment.DATABASE_ROLES_KEY,
    role: 'au_worker',
    // Each of ten ingests writes one batch while it brings the next one to the stage; ten short calls note what they saw.
    max: 30,
    logger,
  });
  return {
    pool,
    secrets: createSecrets(environment.ENCRYPTION_KEY, environment.ENCRYPTION_KEYS_OLD),
    config: environment,
    logger,
    temporal: createClient(connection, environment),
    advisor: createAdvisor({ pool, llm: createLlm(environment, { pool, redis, logger }) }),
  };
};

/** A job's last event reaches open streams at once; where there is no Redis they look each second. */
const tellOthers = (redis: Redis | undefined): (() => void) =>
  redis === undefined ? () => undefined : publishEventSignals(redis);

/** One for each task queue, since the places of one are no other's. */
const createWorkers = async (
  deps: Deps,
  {
    workflowBundle,
    ...reach
  }: Required<Pick<WorkerOptions, 'connection' | 'plugins'>> & { readonly workflowBundle: WorkflowBundle },
): Promise<readonly Worker[]> => {
  const shared = {
    ...reach,
    namespace: config.TEMPORAL_NAMESPACE,
    dataConverter: createDataConverter(config),
    shutdownGraceTime: `${graceSeconds} s`,
  } as const;
  return [
    await Worker.create({
      ...shared,
      taskQueue: taskQueues.control,
      workflowBundle,
      activities: controlActivities(deps),
      maxConcurrentActivityTaskExecutions: placesOf.control,
    }),
    await Worker.create({
      ...shared,
      taskQueue: taskQueues.source,
      activities: sourceActivities({ ...deps, defaults: await loadDefaultMappings() }),
      maxConcurrentActivityTaskExecutions: placesOf.source,
      maxHeartbeatThrottleInterval: throttle,
    }),
    await Worker.create({
      ...shared,
      taskQueue: taskQueues.ingest,
      activities: ingestActivities(deps),
      maxConcurrentActivityTaskExecutions: placesOf.ingest,
      maxHeartbeatThrottleInterval: throttle,
    }),
  ];
};

const main = async (): Promise<void> => {
  const telemetry = startTelemetry('autonomos-worker', config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const plugins = telemetry.exporting === undefined ? [] : [new OpenTelemetryPlugin(telemetry.exporting)];
  const connection = await connect();
  const redis =
    config.REDIS_URL === undefined
      ? undefined
      : createRedis({ url: config.REDIS_URL, logger, commandTimeoutMs: 1_000 });
  const deps = createDeps(connection, config, redis);
  const claims = createPool({
    databaseUrl: config.DATABASE_URL,
    rolesKey: config.DATABASE_ROLES_KEY,
    role: 'au_relay',
    max: 2,
    logger,
  });
  const stopTelling = tellOthers(redis);
  const workers = await createWorkers(deps, {
    connection,
    plugins,
    workflowBundle: await loadWorkflowBundle(telemetry.exporting !== undefined),
  });
  const relay = new Relay({
    claims,
    pool: deps.pool,
    logger,
    effects: {
      ...createStartEffects(deps.pool, deps.temporal),
      ...createRepairEffects(deps.temporal),
      ...createWriteBackEffects(deps.temporal),
      ...createOutwardEffects({ ...deps, config }),
    },
  });
  relay.start();
  const everyMinute = async (): Promise<void> => {
    await attempt('reconciling', () => reconcile(deps));
    await attempt('trimming the event log', () => trimEvents({ pool: deps.pool, config }));
    // Written at an orderly end alone, it would be missing where a worker was killed, and its heir would take half as long again.
    flushCompileCache();
  };
  const minutes = setInterval(() => void everyMinute(), minute);
  await everyMinute();
  logger.info({ queues: Object.values(taskQueues) }, 'worker is polling');
  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const running = Promise.all(workers.map((worker) => worker.run()));
  const stopBeats = startBeats(workers, { ...deps, connection });
  await running;
  await stopBeats();
  clearInterval(minutes);
  await relay.stop();
  stopTelling();
  redis?.disconnect();
  await Promise.all([deps.pool.end(), claims.end(), telemetry.shutdown()]);
  await connection.close();
};

const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    logger.warn({ error }, `${what} failed and is tried again in a minute`);
  }
};

main().catch((error: unknown) => {
  logger.error({ error }, 'worker stopped');
  process.exitCode = 1;
  process.exit();
});
