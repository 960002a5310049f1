import { readdir } from 'node:fs/promises';
import type pg from 'pg';
import type { Redis } from 'ioredis';
import { servedQueues } from '../platform/database/repositories/worker-beats.ts';
import type { QueueBeat } from '../platform/database/repositories/worker-beats.ts';
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
const migrationsFolder = new URL('../migrations/', import.meta.url);

/**
 * Ready means: the database answers and is migrated, Temporal answers, and a worker has said within 15 s of each task queue that
 * it polls it.
 */
export const createReadiness = (deps: Pick<Deps, 'pools' | 'redis' | 'temporal'>): Readiness => {
  let draining = false;
  const newestMigration = findNewestMigration();
  return {
    drain: () => {
      draining = true;
    },
    check: async () => {
      const [database, redis, temporal, workers] = await Promise.all([
        stateOf(async () => checkDatabase(deps.pools.ops, await newestMigration)),
        checkRedis(deps.redis),
        stateOf(() => checkTemporal(deps.temporal)),
        checkWorkers(deps.pools.ops),
      ]);
      const parts: Record<string, PartState> = { database, redis, temporal, ...workers };
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

const checkTemporal = async (temporal: Deps['temporal']): Promise<PartState> => {
  await temporal.call((client) => client.workflowService.getSystemInfo({}), deadlineMs);
  return { state: 'ok' };
};

/** What workers say of each queue, by the name of its part. */
const checkWorkers = async (pool: pg.Pool): Promise<Readonly<Record<string, PartState>>> => {
  let served: readonly QueueBeat[] | undefined;
  const answer = await stateOf(async () => {
    served = await servedQueues(pool);
    return { state: 'ok' };
  });
  return Object.fromEntries(
    Object.values(taskQueues).map((queue) => [
      `worker_${queue}`,
      served === undefined
        ? { state: answer.state, reason: 'not known while the database does not answer' }
        : stateOfQueue(served.find((each) => each.queue === queue)),
    ]),
  );
};

/** A queue whose places are all taken is not polled, and is served all the same. */
const stateOfQueue = (beat: QueueBeat | undefined): PartState => {
  if (beat === undefined)
    return { state: 'failed', reason: 'no worker has polled this queue for 15 s: run `autonomos worker`' };
  return beat.taken < beat.places
    ? { state: 'ok' }
    : {
        state: 'degraded',
        reason: `all ${beat.places} places are taken, what comes waits for one: more workers have more`,
      };
};
