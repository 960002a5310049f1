import { sql } from 'kysely';
import type { TenantTransaction } from '../with-tenant.ts';

/** Stores a ticket under its hash, and clears away the user's former ones. */
export const addTicket = async (
  { db, tenantId }: TenantTransaction,
  hash: Buffer,
  ticket: { readonly userId: string; readonly role: string; readonly expiresAt: Date },
): Promise<void> => {
  await db
    .deleteFrom('stream_tickets')
    .where('expires_at', '<', sql<Date>`now()`)
    .execute();
  await db
    .insertInto('stream_tickets')
    .values({
      tenant_id: tenantId,
      ticket_hash: hash,
      user_id: ticket.userId,
      role: ticket.role,
      expires_at: ticket.expiresAt,
    })
    .execute();
};

/** Uses a ticket up and answers whose it was: it works once, and not after its time. */
export const useTicket = async ({ db }: TenantTransaction, hash: Buffer): Promise<string | undefined> =>
  (
    await db
      .updateTable('stream_tickets')
      .set({ used_at: sql<Date>`now()` })
      .where('ticket_hash', '=', hash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .returning('user_id')
      .executeTakeFirst()
  )?.user_id;
