import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readDemoSettings } from '../demo/settings-file.ts';
import { Fault, isFault } from '../domain/faults.ts';
import { claim } from '../platform/servers/claim.ts';
import { ApiClient } from './api-client.ts';
import type { TokenSource } from './api-client.ts';
import { isTimeout } from './exit-code.ts';
import { installation } from './installation.ts';
import { readRunning } from './running-file.ts';
import { readSession, removeSession, writeSession } from './session-file.ts';
import type { StoredSession } from './session-file.ts';

const sessionFile = join(installation.folder, 'session.json');
export const demoFile = join(installation.folder, 'demo.json');

const tokens = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number() });

/** Trades e-mail and password, or a refresh token, for tokens, and keeps them for the next command. */
const keep = async (
  url: string,
  path: '/auth/login' | '/auth/refresh',
  body: Record<string, string>,
  demo: boolean,
): Promise<string> => {
  const stranger = new ApiClient(url, () => Promise.resolve(undefined));
  const fresh = await stranger.call(tokens, 'POST', path, body);
  const { access_token, refresh_token } = fresh;
  const expires_at = Date.now() + fresh.expires_in * 1000 - 60_000;
  writeSession(sessionFile, { url, access_token, refresh_token, expires_at, demo });
  return access_token;
};

/** Signs in and keeps the session. Throws `unauthenticated`. */
export const signIn = async (url: string, email: string, password: string): Promise<void> => {
  await keep(url, '/auth/login', { email, password }, false);
};

const isLoopback = (url: string): boolean => /^https?:\/\/(127\.|localhost[:/]|\[::1\])/.test(`${url}/`);

/**
 * Where the API is: as said, where somebody signed in, or what runs from this checkout. Throws `source_unreachable` where none
 * is known, `validation_failed` for what is no address.
 */
export const apiUrl = (said: string | undefined): string => {
  const running = readRunning(installation.runningFile)?.addresses;
  const url =
    said ??
    (process.env['AUTONOMOS_URL'] || undefined) ??
    running?.['API'] ??
    running?.['console'] ??
    readSession(sessionFile)?.url;
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Fault(
      'validation_failed',
      `${url} is no address of an API; write it like http://127.0.0.1:8000`,
    );
  if (url !== undefined) return url.replace(/\/$/, '');
  throw new Fault('source_unreachable', 'No API is known: autonomos up, or autonomos login --url URL');
};

/**
 * A client that is signed in by AUTONOMOS_TOKEN, by `autonomos login`, or, on loopback alone, as the demo's admin. Throws
 * `unauthenticated` when none of these does.
 */
export const connect = (): ApiClient => {
  const url = apiUrl(undefined);
  const given = process.env['AUTONOMOS_TOKEN'];
  return new ApiClient(url, given === undefined ? storedToken(url) : () => Promise.resolve(given));
};

const storedToken =
  (url: string): TokenSource =>
  async (renew) => {
    const session = readSession(sessionFile);
    const fits = session?.url === url;
    if (fits && !renew && session.expires_at > Date.now()) return session.access_token;
    if (fits) {
      const refreshed = await refresh(session);
      if (refreshed !== undefined) return refreshed;
    }
    // Somebody who has signed in as himself is never turned into the demo's admin behind his back.
    const demo = isLoopback(url) && (!fits || session.demo) ? readDemo() : undefined;
    if (demo !== undefined) return await keep(url, '/auth/login', demo, true);
    throw new Fault('unauthenticated', 'Nobody is signed in: autonomos login');
  };

/**
 * A refresh token works once, so commands that run side by side take turns, and those that waited find what the first one
 * brought. Undefined: the session is over.
 */
const refresh = async (stale: StoredSession): Promise<string | undefined> => {
  const turn = await claim(`${sessionFile}.turn`, () => undefined);
  try {
    const now = readSession(sessionFile);
    if (now?.url === stale.url && now.refresh_token !== stale.refresh_token) return now.access_token;
    const { refresh_token } = stale;
    return await keep(stale.url, '/auth/refresh', { refresh_token }, stale.demo);
  } catch (error) {
    if (isFault(error) && error.code === 'unauthenticated') return undefined;
    throw error;
  } finally {
    turn.release();
  }
};

/** Ends the session, at the API too where it can be reached; what it answers does not keep anybody signed in. */
export const signOut = async (): Promise<void> => {
  const session = readSession(sessionFile);
  removeSession(sessionFile);
  if (session === null) return;
  const stranger = new ApiClient(session.url, () => Promise.resolve(undefined));
  const { refresh_token } = session;
  await stranger.call(z.null(), 'POST', '/auth/logout', { refresh_token }).catch((error: unknown) => {
    if (!isFault(error) && !isTimeout(error)) throw error;
  });
};

/** Forgets who was signed in as the demo's admin: he may be of another tenant than the demo that runs now. */
export const forgetDemoSession = (): void => {
  if (readSession(sessionFile)?.demo === true) removeSession(sessionFile);
};

const readDemo = (): { email: string; password: string } | undefined => {
  if (!existsSync(demoFile)) return undefined;
  const { email, password } = readDemoSettings(demoFile);
  return { email, password };
};
