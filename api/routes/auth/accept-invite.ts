import { randomUUID } from 'node:crypto';
import { Fault } from '../../../domain/faults.ts';
import { acceptInvite } from '../../../platform/database/repositories/invites.ts';
import { joinTenant } from '../../../platform/database/repositories/sign-in.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { acceptInviteBody, session } from '../../contract/identity.ts';
import { publicEndpoint } from '../../endpoint.ts';
import { auditRefusal, auditSuccess } from '../../identity/audit-sign-in.ts';
import { readToken } from '../../identity/opaque-tokens.ts';
import { beginSession, sessionReply } from '../../identity/sessions.ts';

/** An address that already has an account is refused like a spent link, and the link stays unspent. */
export const postAcceptInvite = publicEndpoint({
  id: 'acceptInvite',
  method: 'post',
  path: '/auth/invites/accept',
  tag: 'auth',
  summary: 'Follow an invite: choose a password and be signed in',
  body: acceptInviteBody,
  replies: { 200: session },
  handle: async (call, deps) => {
    const { body } = call;
    const passwordHash = await deps.passwords.hash(body.password);
    const token = readToken(body.token);
    const refused = new Fault('not_found', 'This link is not valid (any more); ask for a new invite');
    if (token === undefined) {
      await auditRefusal(deps, call, { action: 'acceptInvite', outcome: 'malformed' });
      throw refused;
    }
    const joined = await withTenant(deps.pools.login, token.tenant, async (transaction) => {
      const invited = await acceptInvite(transaction, token.hash);
      if (invited === undefined) throw refused;
      const userId = randomUUID();
      const account = { userId, email: invited.email, name: body.name, passwordHash };
      if (!(await joinTenant(transaction, invited.role, account))) throw refused;
      await auditSuccess(transaction, call, { action: 'acceptInvite', userId, status: 200 });
      const owner = { userId, role: invited.role };
      return { owner, refreshToken: await beginSession(transaction, owner) };
    }).catch(async (error: unknown) => {
      if (error === refused) await auditRefusal(deps, call, { action: 'acceptInvite', outcome: 'refused' });
      throw error;
    });
    return sessionReply(deps, call.request, { tenantId: token.tenant, ...joined });
  },
});
