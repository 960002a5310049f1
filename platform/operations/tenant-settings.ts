import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Fault } from '../../domain/faults.ts';
import type { TenantId } from '../../domain/ids.ts';
import { readTenantSettings } from '../../domain/tenant-settings.schema.ts';
import type { TenantSettings } from '../../domain/tenant-settings.schema.ts';
import { appendAudit } from '../database/repositories/audit.ts';
import { withTenant } from '../database/with-tenant.ts';

/** Names with their new values; undefined takes the installation's word again. */
export type SettingChanges = { readonly [N in keyof TenantSettings]: TenantSettings[N] | undefined };

/**
 * Changes a tenant's settings, audited in the same transaction, and answers all of them; without changes it only answers. `pool`
 * is one of au_app. Throws `not_found`.
 */
export const settleTenant = (
  pool: pg.Pool,
  tenantId: TenantId,
  changes: SettingChanges,
): Promise<TenantSettings> =>
  withTenant(pool, tenantId, async (transaction) => {
    const row = await transaction.db.selectFrom('tenants').select('settings').forUpdate().executeTakeFirst();
    if (row === undefined) throw new Fault('not_found', `There is no tenant ${tenantId}`);
    const names = Object.keys(changes);
    if (names.length === 0) return readTenantSettings(row.settings);
    // Undefined members do not survive as JSON.
    const settings = JSON.stringify({ ...row.settings, ...changes });
    await transaction.db.updateTable('tenants').set({ settings }).execute();
    await appendAudit(transaction, {
      actor: 'installation',
      action: 'settleTenant',
      subject: `settings:${names.sort().join(',')}`,
      before: null,
      after: null,
      status: 200,
      ip: null,
      traceId: randomUUID().replaceAll('-', ''),
    });
    return readTenantSettings({ ...row.settings, ...changes } as typeof row.settings);
  });
