import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request } from 'express';
import { z } from 'zod';
import type { OAuthDescription } from '../../../connectors/catalogue.ts';
import { Fault } from '../../../domain/faults.ts';
import type { System } from '../../../domain/states/connection.ts';
import type { Config } from '../../../platform/config.ts';
import { describeSystem } from './check-settings.ts';

export const flowLifetimeMs = 10 * 60_000;
/** What the state of a flow is sealed for. */
export const flowContext = 'oauth state';

/** What is sealed while the user is at the source. */
export const flowSecrets = z.strictObject({
  codeVerifier: z.string(),
  clientId: z.string(),
  clientSecret: z.string().optional(),
  /** SHA-256 of the browser's cookie, in hex. */
  browser: z.string(),
});

/** The system's OAuth description. Throws `not_found` for a system that connects otherwise. */
export const oauthOf = (system: System): OAuthDescription => {
  const { oauth } = describeSystem(system);
  if (oauth === undefined) throw new Fault('not_found', `${system} is not connected by OAuth`);
  return oauth;
};

/** Where the source sends the user back to; it must be registered with the connected app exactly so. */
export const redirectUriOf = ({ publicUrl }: Config, system: System): string =>
  `${publicUrl.replace(/\/$/, '')}/api/v1/connections/oauth/${system}/callback`;

/** Where the source lets users sign in, by the connection's configuration. */
export const loginUrlOf = (config: Readonly<Record<string, unknown>>): string => {
  const { loginUrl } = config;
  if (typeof loginUrl !== 'string') {
    throw new Fault('source_config_invalid', 'The connection has no loginUrl; set it in its configuration');
  }
  return loginUrl;
};

const cookieName = 'au_oauth';
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Ties a flow to the browser that began it: a link to the source's consent page, sent to somebody else, would otherwise
 * connect that person's data with the tenant of whoever sent it. Lax, because the way back is a link from another site.
 */
export const newBrowserCookie = ({
  publicUrl,
}: Config): { readonly cookie: string; readonly hash: string } => {
  const value = randomBytes(32).toString('base64url');
  const cookie = stringifySetCookie({
    name: cookieName,
    value,
    maxAge: flowLifetimeMs / 1000,
    path: '/api/v1/connections/oauth',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
  });
  return { cookie, hash: hashOf(value).toString('hex') };
};

/** Whether the request comes from the browser that the flow was begun in. */
export const isSameBrowser = (request: Request, hash: string): boolean => {
  const value = parseCookie(request.get('Cookie') ?? '')[cookieName];
  return value !== undefined && timingSafeEqual(hashOf(value), Buffer.from(hash, 'hex'));
};
