import { apiOrigin } from '../api-origin';
import { renew } from './renew';
import { hintedRole, writeHint } from './session-hint';
import type { Role } from './session-hint';

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

/** Whether somebody was signed in here and has not left: there may be a refresh cookie, which no script can see. */
export const mayHaveSession = (): boolean => hintedRole() !== undefined;

const remember = (role: Role | undefined): void => {
  writeHint(role);
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

/** Whether there is a token: what the hint promises has proved true. */
export const hasToken = (): boolean => held !== undefined;

/** The role of whoever is signed in; until there is a token, that of whoever was here last. */
export const heldRole = (): Role | undefined => held?.role ?? hintedRole();

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
 * Trades the refresh cookie for a new access token; false when the session has ended.
 * @throws TypeError when the server cannot be reached: the session may well live on.
 */
export const refreshToken = async (): Promise<boolean> => {
  refreshing ??= refreshOnce().finally(() => {
    refreshing = undefined;
  });
  return await refreshing;
};

declare global {
  interface Window {
    /** The renewal that the page's head began, until somebody takes its answer. */
    auRenewal?: Promise<Response>;
  }
}

const refreshOnce = async (): Promise<boolean> => {
  const begun = window.auRenewal;
  delete window.auRenewal;
  const response = await (begun ?? renew(apiOrigin));
  if (response.status === 401 || response.status === 403) {
    dropToken();
    return false;
  }
  if (!response.ok) throw new TypeError(`refresh answered ${String(response.status)}`);
  const body = (await response.json()) as { access_token: string; expires_in: number };
  keepToken(body.access_token, body.expires_in);
  return true;
};

// Its answer is taken while the page is still being set up: everything else on it waits for the token.
if (typeof window !== 'undefined' && mayHaveSession()) refreshToken().catch(() => undefined);
