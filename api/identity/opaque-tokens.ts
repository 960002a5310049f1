import { createHash, randomBytes } from 'node:crypto';
import { isUuid, tenantId } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';

export interface OpaqueToken {
  readonly text: string;
  readonly hash: Buffer;
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * A new random token of a tenant, `<tenant>.<256 random bits>`: the tenant stands in front so that the look-up can run
 * under its policy. Only the hash (SHA-256; the token itself is random enough) is stored.
 */
export const mintToken = (tenant: TenantId): OpaqueToken => {
  const text = `${tenant}.${randomBytes(32).toString('base64url')}`;
  return { text, hash: hashOf(text) };
};

/** The tenant that a token names and the hash to look it up by; undefined for a text that no token has. */
export const readToken = (text: string): { readonly tenant: TenantId; readonly hash: Buffer } | undefined => {
  const [tenant = '', random = '', ...rest] = text.split('.');
  if (!isUuid(tenant) || !/^[\w-]{43}$/.test(random) || rest.length > 0) return undefined;
  return { tenant: tenantId(tenant), hash: hashOf(text) };
};
