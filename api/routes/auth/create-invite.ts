import { addInvite } from '../../../platform/database/repositories/invites.ts';
import { invite, inviteBody } from '../../contract/identity.ts';
import { endpoint } from '../../endpoint.ts';
import { mintToken } from '../../identity/opaque-tokens.ts';
import { sendMail } from '../../identity/send-mail.ts';

const lifetimeMs = 7 * 24 * 60 * 60 * 1000;

/** Says nothing of whether the address is known here: that shows only when its owner follows the link. */
export const createInvite = endpoint({
  id: 'createInvite',
  method: 'post',
  path: '/auth/invites',
  tag: 'auth',
  summary: 'Invite somebody into the tenant by a one-time link',
  description: 'A second invite of the same address withdraws the link of the first.',
  secretReply: true,
  role: 'admin',
  body: inviteBody,
  replies: { 201: invite },
  handle: async ({ body, caller, transaction, note }, deps) => {
    const token = mintToken(caller.tenantId);
    const expiresAt = new Date(Date.now() + lifetimeMs);
    await addInvite(transaction, token.hash, { ...body, invitedBy: caller.userId, expiresAt });
    // Behind the hash sign: what follows it reaches neither server logs nor a Referer field.
    const link = `${deps.config.publicUrl}/invite#${token.text}`;
    await sendMail(deps, transaction, {
      to: body.email,
      subject: 'You are invited to AutonomOS',
      text: `Follow this link within seven days to choose a password:\n${link}\n`,
    });
    note({ subject: { kind: 'invite', id: body.email }, after: { email: body.email, role: body.role } });
    return { status: 201, body: { ...body, link, expires_at: expiresAt.toISOString() } };
  },
});
