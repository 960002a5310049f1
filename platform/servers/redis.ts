import { Redis } from 'ioredis';
import { mkdirSync } from 'node:fs';
import { Fault } from '../../domain/faults.ts';
import { withProgress } from './progress.ts';
import { findRedis } from './redis-binary.ts';
import type { RunningServer, StartOptions } from './running-server.ts';
import { choosePorts, stopLeftover } from './server-state.ts';
import { spawnServer } from './spawn-server.ts';

export interface RedisOptions extends StartOptions {
  /** Address of a server to use instead of an own one. */
  readonly given?: string | undefined;
}

/**
 * Finds or starts Redis; null, said aloud, where there is none: the platform then runs degraded. Redis keeps nothing on
 * disk, for nothing in it matters.
 */
export const startRedis = async (options: RedisOptions): Promise<RunningServer | null> => {
  const { folder, onProgress, environment } = options;
  if (options.given !== undefined && options.given !== '') return await findGivenRedis(options.given);
  const found = await findRedis(options);
  if (found === null) {
    onProgress(
      'Redis: none found, the platform runs degraded (apt-get install redis-server, or set REDIS_URL)',
    );
    return null;
  }
  return await withProgress(onProgress, 'Redis starts', async () => {
    mkdirSync(folder, { recursive: true });
    await stopLeftover(folder, 'SIGTERM');
    const [port = 0] = await choosePorts(folder, 1, options.port);
    const url = `redis://127.0.0.1:${port}`;
    const { pid, stop } = await spawnServer({
      name: 'Redis',
      folder,
      program: found.program,
      arguments: words(port, folder),
      environment:
        found.libraryPath === null ? environment : { ...environment, LD_LIBRARY_PATH: found.libraryPath },
      ports: [port],
      stopSignal: 'SIGTERM',
      isReady: () => answers(url),
    });
    return { name: 'Redis', url, port, source: found.source, pid, stop };
  });
};

const words = (port: number, folder: string): string[] => [
  ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--daemonize', 'no'],
  ...['--save', '', '--appendonly', 'no', '--maxmemory', '256mb', '--maxmemory-policy', 'allkeys-lru'],
];

const answers = async (url: string): Promise<boolean> => {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5_000,
    commandTimeout: 5_000,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
    return true;
  } finally {
    redis.disconnect();
  }
};

export const findGivenRedis = async (url: string): Promise<RunningServer> => {
  const { hostname, port } = new URL(url);
  try {
    await answers(url);
  } catch (cause) {
    throw new Fault(
      'internal',
      `REDIS_URL names ${hostname}:${port || '6379'}, where no Redis answers: start it, correct the address, or unset the variable`,
      { cause },
    );
  }
  const stop = (): Promise<void> => Promise.resolve();
  return { name: 'Redis', url, port: Number(port || 6379), source: 'env', pid: null, stop };
};
