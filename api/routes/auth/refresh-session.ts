import { Fault } from '../../../domain/faults.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { rotateRefreshToken } from '../../../platform/database/repositories/refresh-tokens.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { deriveKey } from '../../../platform/seal.ts';
import { refreshBody, session } from '../../contract/identity.ts';
import type { Deps } from '../../deps.ts';
import { publicEndpoint } from '../../endpoint.ts';
import type { PublicCall } from '../../endpoint.ts';
import { idempotencyKeyOf } from '../../gateway/idempotency-use.ts';
import { auditRefusal, auditSuccess } from '../../identity/audit-sign-in.ts';
import { readToken, tokenAfter } from '../../identity/opaque-tokens.ts';
import type { SentToken } from '../../identity/opaque-tokens.ts';
import { tokenOfCookie } from '../../identity/session-cookie.ts';
import { sessionReply } from '../../identity/sessions.ts';
import type { SessionOwner } from '../../identity/sessions.ts';

/**
 * Each refresh token works once; a second use ends the whole session, since two must be holding it. The same request under
 * the same Idempotency-Key is no second use: it gets the same refresh token, until that one is used.
 */
export const refreshSession = publicEndpoint({
  id: 'refreshSession',
  method: 'post',
  path: '/auth/refresh',
  tag: 'auth',
  summary: 'Trade a refresh token for a new access token and a new refresh token',
  description:
    'Each refresh token works once; a second use ends the session. Send an `Idempotency-Key` to be able to ask again when the answer was lost: the same token under the same key gets the same refresh token, until that one is used.',
  body: refreshBody,
  replies: { 200: session },
  handle: async (call, deps) => {
    const token = readToken(call.body?.refresh_token ?? tokenOfCookie(call.request) ?? '');
    const outcome =
      token === undefined
        ? 'unknown'
        : await withTenant(deps.pools.login, token.tenant, (transaction) =>
            rotate(transaction, token, call, deps),
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
  readonly owner: SessionOwner;
  readonly refreshToken: string;
}

/** Answers instead of throwing: the revocation of a family must commit. */
const rotate = async (
  transaction: TenantTransaction,
  token: SentToken,
  call: Pick<PublicCall, 'request' | 'traceId'>,
  { config }: Pick<Deps, 'config'>,
): Promise<Rotated | 'unknown' | 'reused' | 'disabled'> => {
  const next = tokenAfter(token, {
    secret: deriveKey(config.JWT_SECRET, 'refresh tokens'),
    attempt: idempotencyKeyOf(call.request),
  });
  const used = await rotateRefreshToken(transaction, token.hash, next.hash);
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
  const owner = { userId: used.userId, role: user.role };
  return { tenantId: transaction.tenantId, owner, refreshToken: next.text };
};
