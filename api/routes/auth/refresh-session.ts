import { Fault } from '../../../domain/faults.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { useRefreshToken } from '../../../platform/database/repositories/refresh-tokens.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { refreshBody, session } from '../../contract/identity.ts';
import type { Role } from '../../contract/role.ts';
import { publicEndpoint } from '../../endpoint.ts';
import type { PublicCall } from '../../endpoint.ts';
import { auditRefusal, auditSuccess } from '../../identity/audit-sign-in.ts';
import { readToken } from '../../identity/opaque-tokens.ts';
import { tokenOfCookie } from '../../identity/session-cookie.ts';
import { continueSession, sessionReply } from '../../identity/sessions.ts';

/** Each refresh token works once; a second use ends the whole session, since two must be holding it. */
export const refreshSession = publicEndpoint({
  id: 'refreshSession',
  method: 'post',
  path: '/auth/refresh',
  tag: 'auth',
  summary: 'Trade a refresh token for a new access token and a new refresh token',
  body: refreshBody,
  replies: { 200: session },
  handle: async (call, deps) => {
    const token = readToken(call.body?.refresh_token ?? tokenOfCookie(call.request) ?? '');
    const outcome =
      token === undefined
        ? 'unknown'
        : await withTenant(deps.pools.login, token.tenant, (transaction) =>
            rotate(transaction, token.hash, call),
          );
    if (typeof outcome === 'string') {
      await auditRefusal(deps, call, { action: 'refreshSession', outcome });
      throw new Fault('unauthenticated', 'This session has ended; sign in again');
    }
    return sessionReply(deps, call.request, outcome);
  },
});

interface Rotated {
  readonly tenantId: TenantId;
  readonly owner: { readonly userId: string; readonly role: Role };
  readonly refreshToken: string;
}

/** Answers instead of throwing: the revocation of a family must commit. */
const rotate = async (
  transaction: TenantTransaction,
  hash: Buffer,
  call: Pick<PublicCall, 'request' | 'traceId'>,
): Promise<Rotated | 'unknown' | 'reused' | 'disabled'> => {
  const used = await useRefreshToken(transaction, hash);
  if (used === undefined) return 'unknown';
  if (used === 'reused') return 'reused';
  const user = await transaction.db
    .selectFrom('users')
    .select('role')
    .where('user_id', '=', used.userId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (user === undefined) return 'disabled';
  await auditSuccess(transaction, call, { action: 'refreshSession', userId: used.userId, status: 200 });
  const owner = { userId: used.userId, role: user.role, family: used.family };
  const refreshToken = await continueSession(transaction, owner);
  return { tenantId: transaction.tenantId, owner, refreshToken };
};
