import { join } from 'node:path';
import { startMongodb } from './mongodb.ts';
import type { RunningMongodb } from './mongodb.ts';
import { startPostgres } from './postgres.ts';
import type { RunningServer, StartOptions } from './running-server.ts';
import { startRedis } from './redis.ts';
import { startTemporal } from './temporal.ts';
import type { RunningTemporal } from './temporal.ts';

export interface StartAllOptions extends Omit<StartOptions, 'port'> {
  /** Addresses of servers to use instead of own ones; by the names of the environment variables. */
  readonly given: {
    readonly DATABASE_URL?: string | undefined;
    readonly TEMPORAL_ADDRESS?: string | undefined;
    readonly TEMPORAL_NAMESPACE?: string | undefined;
    readonly REDIS_URL?: string | undefined;
    readonly MONGODB_URI?: string | undefined;
  };
  /** Database of an own PostgreSQL, made if missing. */
  readonly database: string;
  readonly durable: boolean;
  /** Whether the demo's and the tests' source is started too. */
  readonly mongodb: boolean;
  readonly temporalUi: boolean;
}

export interface Servers {
  readonly postgres: RunningServer;
  readonly temporal: RunningTemporal;
  readonly redis: RunningServer | null;
  readonly mongodb: RunningMongodb | null;
  /** Ends what was started here, and waits for it. */
  readonly stop: () => Promise<void>;
}

/**
 * Finds or starts every server, side by side, with one folder per server under `folder`. Whoever calls holds a claim on
 * that folder. If one cannot start, the others are stopped and its error is thrown.
 */
export const startAll = async (options: StartAllOptions): Promise<Servers> => {
  const { given } = options;
  const shared = (name: string): StartOptions => ({
    folder: join(options.folder, name),
    toolsFolder: options.toolsFolder,
    environment: options.environment,
    onProgress: options.onProgress,
  });
  const starting = [
    startPostgres({
      ...shared('postgres'),
      given: given.DATABASE_URL,
      database: options.database,
      durable: options.durable,
    }),
    startTemporal({
      ...shared('temporal'),
      given: given.TEMPORAL_ADDRESS,
      namespace: given.TEMPORAL_NAMESPACE ?? 'default',
      ui: options.temporalUi,
    }),
    startRedis({ ...shared('redis'), given: given.REDIS_URL }),
    options.mongodb
      ? startMongodb({ ...shared('mongodb'), given: given.MONGODB_URI })
      : Promise.resolve(null),
  ] as const;
  const stop = async (): Promise<void> => {
    const started = await Promise.allSettled(starting);
    await Promise.all(
      started.map(async (each) => {
        if (each.status === 'fulfilled') await each.value?.stop();
      }),
    );
  };
  try {
    const [postgres, temporal, redis, mongodb] = await Promise.all(starting);
    return { postgres, temporal, redis, mongodb, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
