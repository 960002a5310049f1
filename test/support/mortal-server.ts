import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../migrations/migrate.ts';
import { startPostgres } from '../../platform/servers/postgres.ts';
import { isRunning, identify } from '../../platform/servers/process-identity.ts';
import { startRedis } from '../../platform/servers/redis.ts';
import type { RunningServer, StartOptions } from '../../platform/servers/running-server.ts';
import { startTemporal } from '../../platform/servers/temporal.ts';
import { ownFolder } from '../service/servers/own-folder.ts';
import { testRolesKey } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';
import { until } from './test-platform.ts';

/** A server of a suite's own, which it may kill. */
export interface MortalServer {
  readonly url: string;
  /** `kill -9`, and waits until the process is gone. */
  kill(): Promise<void>;
  /** Starts it again on its port and its data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const mortal = async (
  options: StartOptions,
  start: (options: StartOptions) => Promise<RunningServer | null>,
): Promise<MortalServer> => {
  const started = async (more: Partial<StartOptions>): Promise<RunningServer> => {
    const server = await start({ ...options, ...more });
    if (server === null) throw new Error('the server is not to be found on this machine');
    return server;
  };
  let server = await started({});
  return {
    url: server.url,
    kill: async () => {
      const known = identify(server.pid ?? 0);
      if (known === null) throw new Error(`${server.name} is not there to be killed`);
      process.kill(known.pid, 'SIGKILL');
      await until(`${server.name} is gone`, () => !isRunning(known));
    },
    restart: async () => {
      server = await started({ port: server.port });
    },
    stop: async () => {
      await server.stop();
      await rm(options.folder, { recursive: true, force: true });
    },
  };
};

/** Redis, without anything in it. */
export const mortalRedis = (): Promise<MortalServer> => mortal(ownFolder('mortal-redis'), startRedis);

export interface MortalTemporal extends MortalServer {
  /** Deletes the history of everything; only while it is dead. */
  forget(): Promise<void>;
}

/** Temporal with the namespace `default`. */
export const mortalTemporal = async (): Promise<MortalTemporal> => {
  const options = ownFolder('mortal-temporal');
  const server = await mortal(options, (more) => startTemporal({ ...more, ui: false }));
  return {
    ...server,
    forget: async () => {
      for (const suffix of ['', '-wal', '-shm'])
        await rm(join(options.folder, `temporal.db${suffix}`), { force: true });
    },
  };
};

export interface MortalPostgres extends MortalServer {
  /** Its migrated database; stopping the server is what drops it. */
  readonly database: TestDatabase;
}

/** PostgreSQL, durable as in production. */
export const mortalPostgres = async (): Promise<MortalPostgres> => {
  const server = await mortal(ownFolder('mortal-postgres'), startPostgres);
  await migrate(server.url, testRolesKey);
  const admin = new pg.Pool({ connectionString: server.url, max: 2 });
  admin.on('error', () => undefined);
  return {
    ...server,
    database: { url: server.url, rolesKey: testRolesKey, admin, drop: () => Promise.resolve() },
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
};
