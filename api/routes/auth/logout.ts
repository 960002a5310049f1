import { endSession } from '../../../platform/database/repositories/refresh-tokens.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { refreshBody } from '../../contract/identity.ts';
import { publicEndpoint } from '../../endpoint.ts';
import { auditSuccess } from '../../identity/audit-sign-in.ts';
import { readToken } from '../../identity/opaque-tokens.ts';
import { clearedCookie, tokenOfCookie } from '../../identity/session-cookie.ts';

/** Whoever holds the refresh token may end its session, also when the access token has expired. */
export const logout = publicEndpoint({
  id: 'logout',
  method: 'post',
  path: '/auth/logout',
  tag: 'auth',
  summary: 'End the session of a refresh token',
  body: refreshBody,
  replies: { 204: null },
  handle: async (call, deps) => {
    const token = readToken(call.body?.refresh_token ?? tokenOfCookie(call.request) ?? '');
    if (token !== undefined) {
      await withTenant(deps.pools.login, token.tenant, async (transaction) => {
        const userId = await endSession(transaction, token.hash);
        if (userId !== undefined)
          await auditSuccess(transaction, call, { action: 'logout', userId, status: 204 });
      });
    }
    return { status: 204, headers: { 'Set-Cookie': clearedCookie(deps.config) } };
  },
});
