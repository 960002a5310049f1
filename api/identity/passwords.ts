import { randomBytes } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';
import { Fault } from '../../domain/faults.ts';

/** Argon2id, m = 19 MiB, t = 2, p = 1 (OWASP Password Storage Cheat Sheet). */
const parameters = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes run on libuv's four threads; two at a time leave the others to files and name look-ups. */
const atOnce = 2;
const mostWaiting = 64;

export interface Passwords {
  hash(password: string): Promise<string>;
  /** False for an unknown user (undefined) too, after the same work. Throws `rate_limited` when too many wait. */
  matches(stored: string | undefined, password: string): Promise<boolean>;
}

export const createPasswords = (): Passwords => {
  const dummy = hash(randomBytes(32), parameters);
  const waiting: (() => void)[] = [];
  let running = 0;

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) {
        throw new Fault('rate_limited', 'Too many people are signing in at once; try again in a moment', {
          retryAfterSeconds: 1,
        });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The place is handed on, not given back, so that nobody overtakes the queue.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };

  return {
    hash: (password) => inTurn(() => hash(password, parameters)),
    matches: (stored, password) =>
      inTurn(async () => {
        const known = stored !== undefined;
        return (await verify(known ? stored : await dummy, password)) && known;
      }),
  };
};
