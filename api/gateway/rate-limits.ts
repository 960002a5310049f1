import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Breaker } from '../../platform/breaker.ts';

export interface Bucket {
  /** Name of the policy, as the RateLimit headers show it. */
  readonly policy: string;
  /** Whose bucket; part of the Redis key. */
  readonly key: string;
  readonly points: number;
  readonly windowSeconds: number;
}

export interface Verdict {
  readonly allowed: boolean;
  readonly bucket: Bucket;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export interface RateLimits {
  /** Takes one point out of a bucket. Never fails: without Redis this process's share of the limit holds. */
  consume(bucket: Bucket): Promise<Verdict>;
  /** What is left of a bucket, without taking anything out of it. Never fails, in the same way. */
  peek(bucket: Bucket): Promise<Verdict>;
  /** How many API processes share the limits, as last seen in Redis. */
  readonly processes: () => number;
  close(): void;
}

interface Limiters {
  readonly shared: RateLimiterRedis | undefined;
  readonly own: RateLimiterMemory;
}

/**
 * Layer 3's counters: fixed windows in Redis, one round trip each. While Redis does not answer, each process counts for
 * itself with its share of the limit (limit ÷ processes last seen), and the breaker keeps requests from waiting.
 */
export const createRateLimits = (redis: Redis | undefined, census: Census): RateLimits => {
  const breaker = new Breaker(3, 500);
  const byShape = new Map<string, Limiters>();

  const limitersFor = ({ points, windowSeconds }: Bucket): Limiters => {
    const own = Math.max(1, Math.ceil(points / census.processes()));
    const shape = `${points}/${windowSeconds}/${own}`;
    const made = byShape.get(shape) ?? {
      shared:
        redis === undefined
          ? undefined
          : new RateLimiterRedis({
              storeClient: redis,
              keyPrefix: 'au:rate',
              points,
              duration: windowSeconds,
              rejectIfRedisNotReady: true,
            }),
      own: new RateLimiterMemory({ keyPrefix: '', points: own, duration: windowSeconds }),
    };
    byShape.set(shape, made);
    return made;
  };

  const ask = async (bucket: Bucket, question: Question): Promise<Verdict> => {
    const { shared, own } = limitersFor(bucket);
    if (shared !== undefined && breaker.allows()) {
      try {
        const verdict = await question(shared, bucket);
        breaker.succeeded();
        return verdict;
      } catch {
        breaker.failed();
      }
    }
    return await question(own, bucket);
  };
  return {
    consume: (bucket) => ask(bucket, take),
    peek: (bucket) => ask(bucket, look),
    processes: census.processes,
    close: census.close,
  };
};

type Question = (limiter: RateLimiterRedis | RateLimiterMemory, bucket: Bucket) => Promise<Verdict>;

/** rate-limiter-flexible rejects with its result when the limit is reached, and with an Error when the store fails. */
const take: Question = async (limiter, bucket) => {
  try {
    return verdictOf(bucket, await limiter.consume(bucket.key), true);
  } catch (outcome) {
    if (outcome instanceof RateLimiterRes) return verdictOf(bucket, outcome, false);
    throw outcome;
  }
};

/** A bucket that nobody has touched within its window is full. */
const look: Question = async (limiter, bucket) => {
  const result = await limiter.get(bucket.key);
  return result === null
    ? { allowed: true, bucket, remaining: limiter.points, resetSeconds: bucket.windowSeconds }
    : verdictOf(bucket, result, result.remainingPoints > 0);
};

const verdictOf = (bucket: Bucket, result: RateLimiterRes, allowed: boolean): Verdict => ({
  allowed,
  bucket,
  remaining: Math.max(0, result.remainingPoints),
  resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
});

export interface Census {
  readonly processes: () => number;
  readonly close: () => void;
}
