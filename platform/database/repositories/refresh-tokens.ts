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
 * Uses a token up. Answers its family, or `reused` after revoking the family when the token was used before: two hold it,
 * and one of them is a thief. Undefined for a token that is unknown, expired or revoked.
 */
export const useRefreshToken = async (
  { db }: TenantTransaction,
  hash: Buffer,
): Promise<RefreshFamily | 'reused' | undefined> => {
  const used = await db
    .updateTable('refresh_tokens')
    .set({ used_at: sql<Date>`now()` })
    .where('token_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['family', 'user_id'])
    .executeTakeFirst();
  if (used !== undefined) return { family: used.family, userId: used.user_id };
  const known = await db
    .selectFrom('refresh_tokens')
    .select(['family', 'used_at'])
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  if (known === undefined || known.used_at === null) return undefined;
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
