import { randomUUID } from 'node:crypto';
import { tenantId } from '../../../domain/ids.ts';
import { findAccount, registerTenant } from '../../../platform/database/repositories/sign-in.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { registerBody, registerReply } from '../../contract/identity.ts';
import { publicEndpoint } from '../../endpoint.ts';
import { auditRefusal, auditSuccess } from '../../identity/audit-sign-in.ts';
import { limitEmail } from '../../identity/limit-email.ts';
import { sendMail } from '../../identity/send-mail.ts';

/** Known and unknown addresses get the same answer after the same work; only their owner learns more, by mail. */
export const postRegister = publicEndpoint({
  id: 'registerTenant',
  method: 'post',
  path: '/auth/register',
  tag: 'auth',
  summary: 'Create a tenant and its first admin; sign in afterwards',
  body: registerBody,
  replies: { 202: registerReply },
  handle: async (call, deps) => {
    const { body } = call;
    await limitEmail(deps, body.email);
    const passwordHash = await deps.passwords.hash(body.password);
    const user = randomUUID();
    const tenant = tenantId(randomUUID());
    const created = await withTenant(deps.pools.login, tenant, async (transaction) => {
      const account = { userId: user, email: body.email, name: body.name, passwordHash };
      const done = await registerTenant(transaction, body.tenant_name, account);
      if (done)
        await auditSuccess(transaction, call, { action: 'registerTenant', userId: user, status: 202 });
      return done;
    });
    if (!created) {
      await auditRefusal(deps, call, { action: 'registerTenant', outcome: 'email_taken', email: body.email });
    }
    const home = created ? tenant : (await findAccount(deps.pools.login, body.email))?.tenantId;
    if (home !== undefined) {
      await withTenant(deps.pools.app, home, (transaction) =>
        sendMail(deps, transaction, {
          to: body.email,
          ...(created ? welcome(deps.config.publicUrl) : alreadyHere(deps.config.publicUrl)),
        }),
      );
    }
    return { status: 202, body: { status: 'accepted' } };
  },
});

const welcome = (publicUrl: string) => ({
  subject: 'Your AutonomOS account is ready',
  text: `Your account is ready. Sign in at ${publicUrl}\n`,
});

const alreadyHere = (publicUrl: string) => ({
  subject: 'You already have an AutonomOS account',
  text: `Somebody, perhaps you, tried to register with this address, which already has an account.\nSign in at ${publicUrl}\nIf it was not you, there is nothing to do.\n`,
});
