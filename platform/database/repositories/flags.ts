import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type Flag = Omit<Selectable<Tables['flags']>, 'tenant_id'>;
const columns = ['name', 'enabled', 'updated_by', 'updated_at'] as const;

/** All flags of the tenant, by name. */
export const listFlags = async ({ db }: TenantTransaction): Promise<readonly Flag[]> =>
  await db.selectFrom('flags').select(columns).orderBy('name').execute();

export const findFlag = async ({ db }: TenantTransaction, name: string): Promise<Flag | undefined> =>
  await db.selectFrom('flags').select(columns).where('name', '=', name).executeTakeFirst();

export const setFlag = async (
  { db, tenantId }: TenantTransaction,
  flag: { readonly name: string; readonly enabled: boolean; readonly updatedBy: string },
): Promise<Flag> => {
  const change = { enabled: flag.enabled, updated_by: flag.updatedBy, updated_at: sql<Date>`now()` };
  return await db
    .insertInto('flags')
    .values({ tenant_id: tenantId, name: flag.name, ...change })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet(change))
    .returning(columns)
    .executeTakeFirstOrThrow();
};

/** Removes a flag; false when there was none. */
export const removeFlag = async ({ db }: TenantTransaction, name: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom('flags').where('name', '=', name).executeTakeFirst();
  return numDeletedRows > 0n;
};
