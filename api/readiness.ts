import { readdir } from 'node:fs/promises';
import type pg from 'pg';
import type { Redis } from 'ioredis';
import { taskQueues } from '../temporal/task-queues.ts';
import type { Deps } from './deps.ts';

export interface PartState {
  readonly state: 'ok' | 'degraded' | 'failed';
  /** What is wrong, and what to do; absent when nothing is. */
  readonly reason?: string;
}

export interface ReadinessReport {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, PartState>>;
}

export interface Readiness {
  check(): Promise<ReadinessReport>;
  /** From now on nothing new should be sent here: the process is about to stop. */
  drain(): void;
}

const deadlineMs = 2_000;
const polledWithinMs = 15_000;
const migrationsFolder = new URL('../migrations/', import.meta.url);

/** Ready means: the database answers and is migrated, and a worker has polled each task queue within 15 s. */
export const createReadiness = (deps: Pick<Deps, 'pools' | 'redis' | 'temporal'>): Readiness => {
  let draining = false;
  const newestMigration = findNewestMigration();
  return {
    drain: () => {
      draining = true;
    },
    check: async () => {
      const [database, redis, ...queues] = await Promise.all([
        stateOf(async () => checkDatabase(deps.pools.ops, await newestMigration)),
        checkRedis(deps.redis),
        ...Object.values(taskQueues).map((queue) => stateOf(() => checkQueue(deps, queue))),
      ]);
      const parts: Record<string, PartState> = { database, redis };
      Object.values(taskQueues).forEach((queue, index) => {
        parts[`worker_${queue}`] = queues[index] ?? { state: 'failed' };
      });
      if (draining) parts['process'] = { state: 'failed', reason: 'stopping' };
      return { ready: Object.values(parts).every(({ state }) => state !== 'failed'), parts };
    },
  };
};

/** Migrations are numbered without gaps, so the newest file is the state to reach. */
const findNewestMigration = async (): Promise<string> => {
  const files = await readdir(migrationsFolder);
  const names = files.filter((file) => /^\d{4}-.*\.ts$/.test(file)).map((file) => file.slice(0, -3));
  return names.sort().at(-1) ?? '';
};

const stateOf = async (check: () => Promise<PartState>): Promise<PartState> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PartState>((resolve) => {
    timer = setTimeout(() => {
      resolve({ state: 'failed', reason: `no answer within ${deadlineMs / 1000} s` });
    }, deadlineMs);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return { state: 'failed', reason: error instanceof Error ? error.message : 'not reachable' };
  } finally {
    clearTimeout(timer);
  }
};

const checkDatabase = async (pool: pg.Pool, newest: string): Promise<PartState> => {
  const { rows } = await pool.query<{ name: string | null }>(
    'select max(name) as name from au.kysely_migration',
  );
  const applied = rows[0]?.name ?? 'none';
  return applied >= newest
    ? { state: 'ok' }
    : { state: 'failed', reason: `migrated to ${applied}, needs ${newest}: run \`autonomos migrate\`` };
};

const checkRedis = async (redis: Redis | undefined): Promise<PartState> => {
  if (redis === undefined) return { state: 'degraded', reason: 'REDIS_URL is not set' };
  return await redis.ping().then(
    (): PartState => ({ state: 'ok' }),
    (): PartState => ({ state: 'degraded', reason: 'not reachable; limits are counted per process' }),
  );
};

const checkQueue = async ({ temporal }: Pick<Deps, 'temporal'>, queue: string): Promise<PartState> => {
  const age = await temporal.sinceLastPoll(queue);
  return age <= polledWithinMs
    ? { state: 'ok' }
    : { state: 'failed', reason: 'no worker has polled this queue for 15 s: run `autonomos worker`' };
};
