import { setTimeout as sleep } from 'node:timers/promises';
import { ModelFailure } from './provider.ts';

export interface RetryPlan {
  readonly attempts: number;
  /** Of one attempt. */
  readonly timeoutMs: number;
  /** The wait doubles from here, unless the server names another. */
  readonly firstWaitMs: number;
  /** A server that wants to be left alone for longer is left alone for now. */
  readonly longestWaitMs: number;
}

export const usualPlan = { attempts: 3, firstWaitMs: 500, longestWaitMs: 20_000 } as const;

/**
 * Runs `attempt` until it succeeds, fails for good, or the plan is used up; each attempt has a deadline of its own, and
 * the server's Retry-After is honoured. Throws the last `ModelFailure`.
 */
export const withRetries = async <T>(
  plan: RetryPlan,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt(AbortSignal.timeout(plan.timeoutMs));
    } catch (error) {
      if (!(error instanceof ModelFailure) || !error.retry || count >= plan.attempts) throw error;
      const wait = error.retryAfterMs ?? plan.firstWaitMs * 2 ** (count - 1) * (1 + Math.random() / 4);
      if (wait > plan.longestWaitMs) throw error;
      await sleep(wait);
    }
  }
};
