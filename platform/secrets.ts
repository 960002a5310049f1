import { randomBytes } from 'node:crypto';
import { Fault } from '../domain/faults.ts';
import type { Json } from '../domain/json.ts';
import type { TenantTransaction } from './database/with-tenant.ts';
import { deriveKey, keyId, open, seal } from './seal.ts';

/**
 * Envelope encryption: ENCRYPTION_KEY wraps one data key per tenant, the data key seals the tenant's credentials.
 * Rotation rewraps the data keys only; deleting a tenant's data key erases what it sealed.
 */
export interface Secrets {
  /** Encrypts a JSON object for `context` (what it is, e.g. `connection:<id>`). */
  sealJson(
    transaction: TenantTransaction,
    context: string,
    value: Readonly<Record<string, Json>>,
  ): Promise<Buffer>;
  /** Throws `secrets_unreadable` when key, context or bytes do not fit. */
  openJson(transaction: TenantTransaction, context: string, sealed: Buffer): Promise<Record<string, Json>>;
  /** Wraps the tenant's data key with the newest ENCRYPTION_KEY; true when it was wrapped with an older one. */
  rewrap(transaction: TenantTransaction): Promise<boolean>;
}

const wrapContext = (tenantId: string): string => `tenant-key:${tenantId}`;

export const createSecrets = (current: string, former: readonly string[] = []): Secrets => {
  const wrappers = new Map([current, ...former].map((secret) => [keyId(secret), deriveKey(secret, 'wrap')]));
  const newest = keyId(current);

  const wrap = (dataKey: Buffer, tenantId: string): Buffer =>
    seal(wrapper(newest), dataKey, wrapContext(tenantId));
  const wrapper = (id: string): Buffer => {
    const key = wrappers.get(id);
    if (key === undefined)
      throw new Fault(
        'secrets_unreadable',
        `The tenant's key is wrapped with ENCRYPTION_KEY ${id}, which is not configured`,
      );
    return key;
  };

  const dataKeyOf = async ({ db, tenantId }: TenantTransaction): Promise<Buffer> => {
    const row = await db.selectFrom('tenant_keys').selectAll().executeTakeFirst();
    if (row === undefined)
      throw new Fault('secrets_unreadable', 'The tenant has no key (any more); give the secrets anew');
    return open(wrapper(row.key_id), row.wrapped, wrapContext(tenantId));
  };

  /** The same; made where the tenant seals something for the first time. */
  const dataKeyFor = async (transaction: TenantTransaction): Promise<Buffer> => {
    const { db, tenantId } = transaction;
    await db
      .insertInto('tenant_keys')
      .values({ tenant_id: tenantId, key_id: newest, wrapped: wrap(randomBytes(32), tenantId) })
      .onConflict((conflict) => conflict.column('tenant_id').doNothing())
      .execute();
    return await dataKeyOf(transaction);
  };

  return {
    sealJson: async (transaction, context, value) =>
      seal(
        await dataKeyFor(transaction),
        Buffer.from(JSON.stringify(value)),
        `${transaction.tenantId}:${context}`,
      ),
    openJson: async (transaction, context, sealed) =>
      JSON.parse(
        open(await dataKeyOf(transaction), sealed, `${transaction.tenantId}:${context}`).toString(),
      ) as Record<string, Json>,
    rewrap: async (transaction) => {
      const row = await transaction.db.selectFrom('tenant_keys').selectAll().executeTakeFirst();
      if (row === undefined || row.key_id === newest) return false;
      const dataKey = open(wrapper(row.key_id), row.wrapped, wrapContext(transaction.tenantId));
      await transaction.db
        .updateTable('tenant_keys')
        .set({ key_id: newest, wrapped: wrap(dataKey, transaction.tenantId) })
        .execute();
      return true;
    },
  };
};
