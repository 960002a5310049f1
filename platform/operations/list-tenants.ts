import type pg from 'pg';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';
import { withTenant } from '../database/with-tenant.ts';

export interface ListedTenant {
  readonly tenantId: TenantId;
  readonly name: string;
  readonly createdAt: Date;
}

/** Ids of all tenants; `pool` is one of au_worker. */
export const tenantIds = async (pool: pg.Pool): Promise<readonly TenantId[]> => {
  const { rows } = await pool.query<{ tenant_ids: string }>('select au.tenant_ids()');
  return rows.map((row) => parseTenant(row.tenant_ids));
};

/** All tenants of the installation. */
export const listTenants = async (pool: pg.Pool): Promise<readonly ListedTenant[]> => {
  const tenants: ListedTenant[] = [];
  for (const tenantId of await tenantIds(pool)) {
    const row = await withTenant(pool, tenantId, ({ db }) =>
      db.selectFrom('tenants').select(['name', 'created_at']).executeTakeFirst(),
    );
    if (row !== undefined) tenants.push({ tenantId, name: row.name, createdAt: row.created_at });
  }
  return tenants;
};
