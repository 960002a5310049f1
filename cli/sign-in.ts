import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readDemoSettings } from '../demo/settings-file.ts';
import { Fault } from '../domain/faults.ts';
import { ApiClient } from './api-client.ts';
import type { TokenSource } from './api-client.ts';
import { installation } from './installation.ts';
import { readRunning } from './running-file.ts';
import { readSession, removeSession, writeSession } from './session-file.ts';

export const sessionFile = join(installation.folder, 'session.json');
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

/** Where the API is: as said, where somebody signed in, or what runs from this checkout. Throws `source_unreachable`. */
export const apiUrl = (said: string | undefined): string => {
  const running = readRunning(installation.runningFile)?.addresses;
  const url =
    said ??
    process.env['AUTONOMOS_URL'] ??
    running?.['API'] ??
    running?.['console'] ??
    readSession(sessionFile)?.url;
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
      const { refresh_token, demo } = session;
      const refreshed = await keep(url, '/auth/refresh', { refresh_token }, demo).catch(() => undefined);
      if (refreshed !== undefined) return refreshed;
    }
    // Somebody who has signed in as himself is never turned into the demo's admin behind his back.
    const demo = isLoopback(url) && (!fits || session.demo) ? readDemo() : undefined;
    if (demo !== undefined) return await keep(url, '/auth/login', demo, true);
    throw new Fault('unauthenticated', 'Nobody is signed in: autonomos login');
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
