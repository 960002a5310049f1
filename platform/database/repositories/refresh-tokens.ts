import { sql } from 'kysely';
import type { TenantTransaction } from '../with-tenant.ts';

/** Refresh tokens live seven days from each rotation. */
export const refreshLifetimeSeconds = 7 * 24 * 60 * 60;

export interface RefreshFamily {
  readonly family: string;
  readonly userId: string;
}

/** Stores the hash of a new token of this family. Runs as au_login. */
export const addRefreshToken = async (
  { db, tenantId }: TenantTransaction,
  hash: Buffer,
  { family, userId }: RefreshFamily,
): Promise<void> => {
  await db
    .insertInto('refresh_tokens')
    .values({
      tenant_id: tenantId,
      token_hash: hash,
      family,
      user_id: userId,
      expires_at: sql<Date>`now() + make_interval(secs => ${refreshLifetimeSeconds})`,
    })
    .execute();
};

/**
 * Trades a token for the one that follows it, both by hash. Answers their family, or `reused` after revoking it when the
 * token was used before: two hold it, and one of them is a thief. Only who asks for the very token that was given for it,
 * and has not been used since, asks again for an answer that he lost. Undefined for a token that is unknown, expired or
 * revoked.
 */
export const rotateRefreshToken = async (
  transaction: TenantTransaction,
  hash: Buffer,
  next: Buffer,
): Promise<RefreshFamily | 'reused' | undefined> => {
  const { db } = transaction;
  const used = await db
    .updateTable('refresh_tokens')
    .set({ used_at: sql<Date>`now()` })
    .where('token_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['family', 'user_id'])
    .executeTakeFirst();
  if (used !== undefined) {
    const owner = { family: used.family, userId: used.user_id };
    await addRefreshToken(transaction, next, owner);
    return owner;
  }
  const known = await db
    .selectFrom('refresh_tokens')
    .select(['family', 'used_at'])
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  if (known === undefined || known.used_at === null) return undefined;
  const given = await db
    .selectFrom('refresh_tokens')
    .select('user_id')
    .where('token_hash', '=', next)
    .where('family', '=', known.family)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  if (given !== undefined) return { family: known.family, userId: given.user_id };
  await revokeFamily(db, known.family);
  return 'reused';
};

/** Ends the session that a token belongs to, whether it was used or not. Answers the user, or undefined if unknown. */
export const endSession = async ({ db }: TenantTransaction, hash: Buffer): Promise<string | undefined> => {
  const token = await db
    .selectFrom('refresh_tokens')
    .select(['family', 'user_id'])
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  if (token === undefined) return undefined;
  await revokeFamily(db, token.family);
  return token.user_id;
};

const revokeFamily = async (db: TenantTransaction['db'], family: string): Promise<void> => {
  await db
    .updateTable('refresh_tokens')
    .set({ revoked_at: sql<Date>`now()` })
    .where('family', '=', family)
    .where('revoked_at', 'is', null)
    .execute();
};

/** Forgets what has expired; runs at sign-in, for this user only. */
export const sweepRefreshTokens = async ({ db }: TenantTransaction, userId: string): Promise<void> => {
  await db
    .deleteFrom('refresh_tokens')
    .where('user_id', '=', userId)
    .where('expires_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute();
};
