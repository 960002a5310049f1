import { apiOrigin } from '../api-origin';
import { randomKey } from '../random-key';

interface Held {
  readonly token: string;
  readonly expiresAt: number;
}

/** In memory alone: no script of a later page, and no storage, ever holds it. */
let held: Held | undefined;
let refreshing: Promise<boolean> | undefined;
const listeners = new Set<(signedIn: boolean) => void>();
const marginMs = 30_000;

/** Remembers that there may be a refresh cookie, which no script can see. Says nothing about who it is. */
const hint = 'au.session';

export const mayHaveSession = (): boolean => {
  try {
    return localStorage.getItem(hint) === '1';
  } catch {
    return true;
  }
};

/**
 * The key of a renewal that has no answer yet. A page that is left in the middle of one leaves the key to the next page,
 * whose refresh cookie may be used already: under the same key the server gives the same answer again.
 */
const attempt = 'au.renewal';

const attemptKey = (): string => {
  try {
    const key = localStorage.getItem(attempt) ?? randomKey();
    localStorage.setItem(attempt, key);
    return key;
  } catch {
    return randomKey();
  }
};

const remember = (signedIn: boolean): void => {
  try {
    if (signedIn) localStorage.setItem(hint, '1');
    else localStorage.removeItem(hint);
    localStorage.removeItem(attempt);
  } catch {
    // Storage may be denied; the refresh cookie alone decides then.
  }
  for (const listener of listeners) listener(signedIn);
};

export const onSessionChange = (listener: (signedIn: boolean) => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Keeps the token that sign-in or refresh gave. */
export const keepToken = (token: string, expiresInSeconds: number): void => {
  held = { token, expiresAt: Date.now() + expiresInSeconds * 1000 };
  remember(true);
};

export const dropToken = (): void => {
  held = undefined;
  remember(false);
};

/** The access token, refreshed when it is about to expire; undefined when nobody is signed in. */
export const accessToken = async (): Promise<string | undefined> => {
  if (held !== undefined && held.expiresAt - marginMs > Date.now()) return held.token;
  if (held === undefined && !mayHaveSession()) return undefined;
  await refreshToken();
  return held?.token;
};

/**
 * Trades the refresh cookie for a new access token; false when the session has ended. Tabs take turns, since each
 * refresh token works once and a second use ends the session.
 * @throws TypeError when the server cannot be reached: the session may well live on.
 */
export const refreshToken = async (): Promise<boolean> => {
  refreshing ??= inTurn(refreshOnce).finally(() => {
    refreshing = undefined;
  });
  return await refreshing;
};

const inTurn = async (work: () => Promise<boolean>): Promise<boolean> =>
  'locks' in navigator ? await navigator.locks.request('au-refresh', work) : await work();

const refreshOnce = async (): Promise<boolean> => {
  const response = await fetch(`${apiOrigin}/api/v1/auth/refresh`, {
    method: 'POST',
    headers: { 'X-Client': 'console', 'Idempotency-Key': attemptKey() },
    credentials: 'include',
    // Lets the answer's cookie arrive even if the page is left meanwhile.
    keepalive: true,
  });
  if (response.status === 401 || response.status === 403) {
    dropToken();
    return false;
  }
  if (!response.ok) throw new TypeError(`refresh answered ${String(response.status)}`);
  const body = (await response.json()) as { access_token: string; expires_in: number };
  keepToken(body.access_token, body.expires_in);
  return true;
};
