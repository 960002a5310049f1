import type { Schemas } from '../api-client';
import { apiOrigin } from '../api-origin';
import { randomKey } from '../random-key';

export type Role = Schemas['Role'];

interface Held {
  readonly token: string;
  readonly expiresAt: number;
  readonly role: Role;
}

/** In memory alone: no script of a later page, and no storage, ever holds it. */
let held: Held | undefined;
let refreshing: Promise<boolean> | undefined;
const listeners = new Set<() => void>();
const marginMs = 30_000;

/** Remembers that there may be a refresh cookie, which no script can see, and its owner's role. Says nothing about who it is. */
const hint = 'au.session';

export const mayHaveSession = (): boolean => {
  try {
    return localStorage.getItem(hint) !== null;
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

const remember = (role: Role | undefined): void => {
  try {
    if (role !== undefined) localStorage.setItem(hint, role);
    else localStorage.removeItem(hint);
    localStorage.removeItem(attempt);
  } catch {
    // Storage may be denied; the refresh cookie alone decides then.
  }
  for (const listener of listeners) listener();
};

export const onSessionChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What the token says of its owner. It decides what is shown; what may be done the API decides by its own signature. */
const roleIn = (token: string): Role => {
  const claims = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  return (JSON.parse(atob(claims)) as { readonly role: Role }).role;
};

const roles: readonly Role[] = ['viewer', 'operator', 'admin'];

/** Whether there is a token: what the hint promises has proved true. */
export const hasToken = (): boolean => held !== undefined;

/** The role of whoever is signed in; until there is a token, that of whoever was here last. */
export const heldRole = (): Role | undefined => {
  if (held !== undefined) return held.role;
  try {
    return roles.find((role) => role === localStorage.getItem(hint));
  } catch {
    return undefined;
  }
};

/** Whether one role may do what needs another. */
export const reaches = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);

/** Keeps the token that sign-in or refresh gave. */
export const keepToken = (token: string, expiresInSeconds: number): void => {
  const role = roleIn(token);
  held = { token, expiresAt: Date.now() + expiresInSeconds * 1000, role };
  remember(role);
};

export const dropToken = (): void => {
  held = undefined;
  remember(undefined);
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

// Asked for while the page is still being set up: everything else on it waits for the token.
if (typeof window !== 'undefined' && mayHaveSession()) refreshToken().catch(() => undefined);
