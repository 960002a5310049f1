import { sql } from 'kysely';
import type { TenantTransaction } from '../with-tenant.ts';

export interface Invite {
  readonly email: string;
  readonly role: 'admin' | 'operator' | 'viewer';
  readonly invitedBy: string;
  readonly expiresAt: Date;
}

/** Stores an invite under the hash of its token; a former one for the same e-mail that is still open is withdrawn. */
export const addInvite = async (
  { db, tenantId }: TenantTransaction,
  hash: Buffer,
  invite: Invite,
): Promise<void> => {
  await db.deleteFrom('invites').where('email', '=', invite.email).where('accepted_at', 'is', null).execute();
  await db
    .insertInto('invites')
    .values({
      tenant_id: tenantId,
      token_hash: hash,
      email: invite.email,
      role: invite.role,
      invited_by: invite.invitedBy,
      expires_at: invite.expiresAt,
    })
    .execute();
};

/** Uses an open invite up; undefined when there is none. Runs as au_login. */
export const acceptInvite = async (
  { db }: TenantTransaction,
  hash: Buffer,
): Promise<Pick<Invite, 'email' | 'role'> | undefined> =>
  await db
    .updateTable('invites')
    .set({ accepted_at: sql<Date>`now()` })
    .where('token_hash', '=', hash)
    .where('accepted_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['email', 'role'])
    .executeTakeFirst();
