import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request } from 'express';
import type { Config } from '../../platform/config.ts';
import { refreshLifetimeSeconds } from '../../platform/database/repositories/refresh-tokens.ts';

const name = 'au_refresh';

/** The console keeps its refresh token where no script can read it, and sends it to /auth alone. */
const cookie = (config: Config, value: string, maxAge: number): string =>
  stringifySetCookie({
    name,
    value,
    maxAge,
    path: '/api/v1/auth',
    httpOnly: true,
    sameSite: 'strict',
    secure: config.publicUrl.startsWith('https:'),
  });

export const sessionCookie = (config: Config, token: string): string =>
  cookie(config, token, refreshLifetimeSeconds);
export const clearedCookie = (config: Config): string => cookie(config, '', 0);

/**
 * Whether the console calls. A page of another origin cannot send this field without a preflight, so it also keeps the
 * cookie from being used by strangers.
 */
export const isConsole = (request: Request): boolean => request.get('X-Client') === 'console';

/** The refresh token that the console's cookie holds. */
export const tokenOfCookie = (request: Request): string | undefined =>
  isConsole(request) ? parseCookie(request.get('Cookie') ?? '')[name] : undefined;
