import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Census } from './rate-limits.ts';

const key = 'au:api:processes';
const beatMs = 5_000;
const forgottenAfterMs = 15_000;

/**
 * Counts the API processes that share the rate limits: each leaves a heartbeat in one sorted set. While Redis is down the
 * last count stands, which is exactly when it is needed.
 */
export const startCensus = (redis: Redis | undefined): Census => {
  const me = randomUUID();
  let processes = 1;
  const beat = async (): Promise<void> => {
    if (redis?.status !== 'ready') return;
    const now = Date.now();
    const replies = await redis
      .multi()
      .zadd(key, now, me)
      .zremrangebyscore(key, '-inf', now - forgottenAfterMs)
      .zcard(key)
      .pexpire(key, forgottenAfterMs)
      .exec();
    const count = replies?.[2]?.[1];
    if (typeof count === 'number') processes = Math.max(1, count);
  };
  const beatQuietly = (): void => {
    beat().catch(() => undefined);
  };
  redis?.on('ready', beatQuietly);
  const timer = setInterval(beatQuietly, beatMs);
  timer.unref();
  return {
    processes: () => processes,
    close: () => {
      clearInterval(timer);
    },
  };
};
