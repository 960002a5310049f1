import { Fault } from '../../domain/faults.ts';
import type { Deps } from '../deps.ts';
import { emailBucket } from '../gateway/limit-rate.ts';

/** Limits attempts on one e-mail from wherever they come, known or not. Throws `rate_limited`. */
export const limitEmail = async (
  { limits, config }: Pick<Deps, 'limits' | 'config'>,
  email: string,
): Promise<void> => {
  const { allowed, resetSeconds } = await limits.consume(emailBucket(email, config));
  if (allowed) return;
  throw new Fault('rate_limited', 'Too many attempts with this e-mail address; wait as Retry-After says', {
    retryAfterSeconds: resetSeconds,
  });
};
