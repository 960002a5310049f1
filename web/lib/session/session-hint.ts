import type { Schemas } from '../api-client';

export type Role = Schemas['Role'];

const roles: readonly Role[] = ['viewer', 'operator', 'admin'];
const yearSeconds = 31_536_000;

/**
 * The cookie that remembers that there may be a refresh cookie, which no script can see, and its owner's role: the server
 * draws the page for somebody, or for nobody, by it. It says nothing about who it is, and opens nothing.
 */
export const hintCookie = 'au_session';

/** The role that the cookie's value names; undefined for any other value, and for none. */
export const roleNamed = (value: string | undefined): Role | undefined =>
  roles.find((role) => role === value);

const inCookies = new RegExp(`(?:^|; )${hintCookie}=(\\w+)`);

/** The role of whoever was here last, as this browser remembers it. */
export const hintedRole = (): Role | undefined => roleNamed(inCookies.exec(document.cookie)?.[1]);

/** Remembers it; undefined forgets it. */
export const writeHint = (role: Role | undefined): void => {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${hintCookie}=${role ?? ''}; path=/; max-age=${role === undefined ? '0' : String(yearSeconds)}; samesite=lax${secure}`;
};

/** Whether one role may do what needs another. */
export const reaches = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);
