import type { TenantTransaction } from '../with-tenant.ts';

export interface OAuthState {
  readonly userId: string;
  readonly connectionId: string;
  /** What the exchange needs and nobody may see: verifier, client, and the browser it was begun in. */
  readonly sealed: Buffer;
}

/** Keeps what a sign-in at the source was begun with, and clears away what has expired. */
export const addOAuthState = async (
  { db, tenantId }: TenantTransaction,
  hash: Buffer,
  state: OAuthState & { readonly expiresAt: Date },
): Promise<void> => {
  await db.deleteFrom('oauth_states').where('expires_at', '<', new Date()).execute();
  await db
    .insertInto('oauth_states')
    .values({
      tenant_id: tenantId,
      state_hash: hash,
      user_id: state.userId,
      connection_id: state.connectionId,
      sealed: state.sealed,
      expires_at: state.expiresAt,
    })
    .execute();
};

/** Uses a state up: it works once, and not after its time. */
export const takeOAuthState = async (
  { db }: TenantTransaction,
  hash: Buffer,
): Promise<OAuthState | undefined> => {
  const row = await db
    .deleteFrom('oauth_states')
    .where('state_hash', '=', hash)
    .where('expires_at', '>', new Date())
    .returning(['user_id', 'connection_id', 'sealed'])
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { userId: row.user_id, connectionId: row.connection_id, sealed: row.sealed };
};
