import { createHmac } from 'node:crypto';

/** Login roles; none of them owns a table or bypasses row level security. */
export const loginRoles = ['au_app', 'au_worker', 'au_login', 'au_relay', 'au_erase', 'au_ops'] as const;
export type LoginRole = (typeof loginRoles)[number];

/** Password of a login role: HMAC-SHA256 of its name under the installation's key, in hex. */
export const rolePassword = (rolesKey: string, role: LoginRole): string =>
  createHmac('sha256', rolesKey).update(role).digest('hex');

/** Connection string of a login role on the host and database of `databaseUrl`. */
export const roleUrl = (databaseUrl: string, rolesKey: string, role: LoginRole): string => {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = rolePassword(rolesKey, role);
  return url.toString();
};
