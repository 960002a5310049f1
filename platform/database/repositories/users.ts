import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

const columns = ['user_id', 'email', 'name', 'role', 'disabled_at', 'created_at'] as const;
export type User = Pick<Selectable<Tables['users']>, (typeof columns)[number]>;

/** A user of the tenant, or undefined. With `lock` no other transaction changes a user of the tenant meanwhile. */
export const findUser = async (
  { db }: TenantTransaction,
  userId: string,
  lock?: 'for update',
): Promise<User | undefined> => {
  const query = db.selectFrom('users').select(columns).where('user_id', '=', userId);
  return await (lock === undefined ? query : query.forUpdate()).executeTakeFirst();
};

/** Users by e-mail, behind `after`. */
export const listUsers = async (
  { db }: TenantTransaction,
  limit: number,
  after: string | undefined,
): Promise<readonly User[]> => {
  const query = db.selectFrom('users').select(columns).orderBy('email').limit(limit);
  return await (after === undefined ? query : query.where('email', '>', after)).execute();
};

export interface UserChange {
  readonly name: string;
  readonly role: User['role'];
  readonly disabled: boolean;
}

/** Writes a user's name, role and standing; answers the row as it is then. */
export const changeUser = async (
  { db }: TenantTransaction,
  userId: string,
  { name, role, disabled }: UserChange,
): Promise<User> =>
  await db
    .updateTable('users')
    .set({ name, role, disabled_at: disabled ? sql<Date>`coalesce(disabled_at, now())` : null })
    .where('user_id', '=', userId)
    .returning(columns)
    .executeTakeFirstOrThrow();

/** How many admins could still govern the tenant if this user could not. Locks them, so that two cannot leave at once. */
export const countOtherAdmins = async ({ db }: TenantTransaction, userId: string): Promise<number> => {
  const others = await db
    .selectFrom('users')
    .select('user_id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .orderBy('user_id')
    .forUpdate()
    .execute();
  return others.filter((other) => other.user_id !== userId).length;
};

/** The tenant's name. */
export const tenantName = async ({ db }: TenantTransaction): Promise<string> =>
  (await db.selectFrom('tenants').select('name').executeTakeFirstOrThrow()).name;
