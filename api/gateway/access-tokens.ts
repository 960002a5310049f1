import { createSecretKey, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { tenantId, userId } from '../../domain/ids.ts';
import type { TenantId, UserId } from '../../domain/ids.ts';
import { role } from '../contract/role.ts';
import type { Role } from '../contract/role.ts';

export const issuer = 'autonomos';
export const audience = 'autonomos-api';
export const lifetimeSeconds = 30 * 60;

/** Who sends a request. `client` tells console sessions, whose reads have a budget of their own. */
export interface Caller {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly role: Role;
  readonly client: 'console' | 'program';
}

/** A caller as his token names him. */
export interface TokenCaller extends Caller {
  /** When the token ends, in seconds since 1970. */
  readonly expiresAt: number;
}

/** All required, nothing else allowed: a token that we did not shape this way is not ours. */
const claims = z.strictObject({
  user_id: z.uuid(),
  tenant_id: z.uuid(),
  role,
  client: z.literal('console').optional(),
  iss: z.literal(issuer),
  aud: z.literal(audience),
  iat: z.int().positive(),
  exp: z.int().positive(),
  jti: z.string().min(1).max(64),
});

export interface AccessTokens {
  /** A key object: from a text, each verification would parse it anew. */
  readonly key: KeyObject;
  /** A signed access token (JWT, HS256, 30 minutes). */
  issue(caller: Caller): string;
}

export const createAccessTokens = (secret: string): AccessTokens => {
  const key = createSecretKey(Buffer.from(secret));
  return {
    key,
    issue: (caller) =>
      jwt.sign(
        {
          user_id: caller.userId,
          tenant_id: caller.tenantId,
          role: caller.role,
          ...(caller.client === 'console' ? { client: 'console' } : {}),
        },
        key,
        { algorithm: 'HS256', issuer, audience, expiresIn: lifetimeSeconds, jwtid: randomUUID() },
      ),
  };
};

/**
 * The caller that verified claims name, or undefined when a claim is missing, has another type, or promises a longer life
 * than we grant. Signature, algorithm, issuer, audience and expiry were checked before.
 */
export const callerOf = (payload: unknown): TokenCaller | undefined => {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  if (data.exp - data.iat > lifetimeSeconds || data.iat > Date.now() / 1000 + 60) return undefined;
  return {
    tenantId: tenantId(data.tenant_id),
    userId: userId(data.user_id),
    role: data.role,
    client: data.client ?? 'program',
    expiresAt: data.exp,
  };
};

const longestToken = 4_096;
const ourHeaders: ReadonlySet<string> = new Set([
  '{"alg":"HS256","typ":"JWT"}',
  '{"typ":"JWT","alg":"HS256"}',
]);

/**
 * Whether a token has exactly the form that we issue: three parts, the one header, and claims in which no name stands
 * twice. Everything exotic (kid, jku, x5u, jwk, crit, b64, zip, JWE) ends here, before any key is touched.
 */
export const hasOurForm = (token: string): boolean => {
  if (token.length > longestToken) return false;
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || !signature || rest.length > 0) return false;
  if (!ourHeaders.has(Buffer.from(header, 'base64url').toString())) return false;
  const text = Buffer.from(payload, 'base64url').toString();
  try {
    // A name that stands twice does not survive the round trip.
    return text.startsWith('{') && JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false;
  }
};
