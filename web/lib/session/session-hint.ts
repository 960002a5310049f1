import type { Schemas } from '../api-client';
import { readCookie, writeCookie } from '../cookies';

export type Role = Schemas['Role'];

const roles: readonly Role[] = ['viewer', 'operator', 'admin'];

/**
 * The cookie that remembers that there may be a refresh cookie, which no script can see, and its owner's role: the server
 * draws the page for somebody, or for nobody, by it. It says nothing about who it is, and opens nothing.
 */
export const hintCookie = 'au_session';

/** The role that the cookie's value names; undefined for any other value, and for none. */
export const roleNamed = (value: string | undefined): Role | undefined =>
  roles.find((role) => role === value);

/** The role of whoever was here last, as this browser remembers it. */
export const hintedRole = (): Role | undefined => roleNamed(readCookie(hintCookie));

/** Remembers it; undefined forgets it. */
export const writeHint = (role: Role | undefined): void => {
  writeCookie(hintCookie, role);
};

/** Whether one role may do what needs another. */
export const reaches = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);
