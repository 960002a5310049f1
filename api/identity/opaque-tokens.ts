import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isUuid, tenantId } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';

export interface OpaqueToken {
  readonly text: string;
  readonly hash: Buffer;
}

const tokenOf = (text: string): OpaqueToken => ({ text, hash: createHash('sha256').update(text).digest() });

/**
 * A new random token of a tenant, `<tenant>.<256 random bits>`: the tenant stands in front so that the look-up can run
 * under its policy. Only the hash (SHA-256; the token itself is random enough) is stored.
 */
export const mintToken = (tenant: TenantId): OpaqueToken =>
  tokenOf(`${tenant}.${randomBytes(32).toString('base64url')}`);

/** A token that somebody sent, with the tenant that it names. */
export interface SentToken extends OpaqueToken {
  readonly tenant: TenantId;
}

/**
 * The token that follows another one. Without `attempt` it is random; with it, always the same for this token, this
 * attempt and this secret (HMAC-SHA256), so that who lost the answer may ask again and get it.
 */
export const tokenAfter = (
  { tenant, text }: SentToken,
  { secret, attempt }: { readonly secret: Buffer; readonly attempt: string | undefined },
): OpaqueToken => {
  if (attempt === undefined) return mintToken(tenant);
  const next = createHmac('sha256', secret).update(`${text}\n${attempt}`).digest('base64url');
  return tokenOf(`${tenant}.${next}`);
};

/** The token of this text, or undefined for a text that no token has. */
export const readToken = (text: string): SentToken | undefined => {
  const [tenant = '', random = '', ...rest] = text.split('.');
  if (!isUuid(tenant) || !/^[\w-]{43}$/.test(random) || rest.length > 0) return undefined;
  return { tenant: tenantId(tenant), ...tokenOf(text) };
};
