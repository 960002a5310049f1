import { Redis } from 'ioredis';
import type { Logger } from './logger.ts';

export interface RedisOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Deadline of one command in milliseconds; undefined for a connection that blocks on purpose (streams). */
  readonly commandTimeoutMs: number | undefined;
}

/**
 * A Redis connection that never makes anybody wait: nothing is queued while it is down, each command has a deadline, and
 * it reconnects by itself for ever. What it loses may be lost: Redis holds rate windows, live copies and caches alone.
 */
export const createRedis = ({ url, logger, commandTimeoutMs }: RedisOptions): Redis => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    enableAutoPipelining: commandTimeoutMs !== undefined,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    keepAlive: 5_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 1_000),
    // A peer that vanished without a FIN would otherwise keep the connection "ready" until TCP gives up.
    ...(commandTimeoutMs === undefined ? {} : { commandTimeout: commandTimeoutMs, socketTimeout: 2_000 }),
  });
  let reported = false;
  redis.on('error', (error: Error) => {
    if (!reported) logger.warn({ error }, 'redis is not reachable; continuing without');
    reported = true;
  });
  redis.on('ready', () => {
    if (reported) logger.info('redis is back');
    reported = false;
  });
  return redis;
};
