import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Response } from 'express';
import { Fault } from '../../domain/faults.ts';
import type { Config } from '../../platform/config.ts';
import type { Identity } from './authenticate.ts';
import type { Bucket, RateLimits, Verdict } from './rate-limits.ts';

const minute = 60;

/** Layer 3 for signed-in callers: writes and reads per tenant, console reads per user. */
export const bucketOf = (mutates: boolean, { caller, standing }: Identity, config: Config): Bucket => {
  const tenant = `tenant:{${caller.tenantId}}`;
  if (mutates) {
    return {
      policy: 'writes',
      key: `${tenant}:writes`,
      points: standing.writesPerMinute ?? config.RATE_WRITES_PER_MINUTE,
      windowSeconds: minute,
    };
  }
  if (caller.client === 'console') {
    return {
      policy: 'console-reads',
      key: `${tenant}:console:${caller.userId}`,
      points: config.RATE_CONSOLE_READS_PER_MINUTE,
      windowSeconds: minute,
    };
  }
  return {
    policy: 'reads',
    key: `${tenant}:reads`,
    points: standing.readsPerMinute ?? config.RATE_READS_PER_MINUTE,
    windowSeconds: minute,
  };
};

/** Layer 3 for strangers, by address; of an IPv6 address the network counts, since one host has all the rest. */
export const addressBucket = (address: string | undefined, config: Config): Bucket => ({
  policy: 'sign-in-by-address',
  key: `address:${networkOf(address ?? '')}`,
  points: config.RATE_AUTH_PER_MINUTE,
  windowSeconds: minute,
});

/** Sign-in attempts per e-mail, whether somebody has it or not. */
export const emailBucket = (email: string, config: Config): Bucket => ({
  policy: 'sign-in-by-email',
  key: `email:${createHash('sha256').update(email).digest('hex')}`,
  points: config.RATE_AUTH_PER_EMAIL,
  windowSeconds: minute,
});

const networkOf = (address: string): string => {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4'
    ? parsed.toString()
    : `${parsed
        .toByteArray()
        .slice(0, 8)
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('')}/64`;
};

/** `RateLimit` fields of draft-ietf-httpapi-ratelimit-headers-11. */
const announce = (response: Response, { bucket, remaining, resetSeconds }: Verdict): void => {
  response.setHeader('RateLimit-Policy', `"${bucket.policy}";q=${bucket.points};w=${bucket.windowSeconds}`);
  response.setHeader('RateLimit', `"${bucket.policy}";r=${remaining};t=${resetSeconds}`);
};

/** Takes a point and says so in the answer's headers. Throws `rate_limited` when none was left. */
export const limitRate = async (limits: RateLimits, bucket: Bucket, response: Response): Promise<void> => {
  const verdict = await limits.consume(bucket);
  announce(response, verdict);
  if (verdict.allowed) return;
  throw new Fault(
    'rate_limited',
    `No more than ${bucket.points} ${bucket.policy} a minute; wait as Retry-After says`,
    {
      retryAfterSeconds: verdict.resetSeconds,
    },
  );
};
