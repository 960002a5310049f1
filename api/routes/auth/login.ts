import { Fault } from '../../../domain/faults.ts';
import { sweepRefreshTokens } from '../../../platform/database/repositories/refresh-tokens.ts';
import { findAccount } from '../../../platform/database/repositories/sign-in.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { loginBody, session } from '../../contract/identity.ts';
import { publicEndpoint } from '../../endpoint.ts';
import { auditRefusal, auditSuccess } from '../../identity/audit-sign-in.ts';
import { limitEmail } from '../../identity/limit-email.ts';
import { beginSession, sessionReply } from '../../identity/sessions.ts';

/** One answer for an unknown address, a wrong password and a disabled user, after the same work. */
export const login = publicEndpoint({
  id: 'login',
  method: 'post',
  path: '/auth/login',
  tag: 'auth',
  summary: 'Sign in with e-mail and password',
  body: loginBody,
  replies: { 200: session },
  handle: async (call, deps) => {
    const { email, password } = call.body;
    await limitEmail(deps, email);
    const account = await findAccount(deps.pools.login, email);
    const right = await deps.passwords.matches(account?.passwordHash, password);
    if (!right || account === undefined || account.disabled) {
      await auditRefusal(deps, call, { action: 'login', outcome: 'refused', email });
      throw new Fault('unauthenticated', 'E-mail or password is not right');
    }
    const { tenantId } = account;
    const owner = { userId: account.userId, role: account.role };
    const refreshToken = await withTenant(deps.pools.login, tenantId, async (transaction) => {
      await sweepRefreshTokens(transaction, account.userId);
      await auditSuccess(transaction, call, { action: 'login', userId: account.userId, status: 200 });
      return await beginSession(transaction, owner);
    });
    return sessionReply(deps, call.request, { tenantId, owner, refreshToken });
  },
});
