import { isFault } from '../../domain/faults.ts';
import type { TenantId } from '../../domain/ids.ts';
import { withTenant } from '../database/with-tenant.ts';
import { keyId } from '../seal.ts';
import { createSecrets } from '../secrets.ts';
import { withRole } from './installation-database.ts';
import type { InstallationConfig } from './installation-database.ts';
import { tenantIds } from './list-tenants.ts';

export interface Rotation {
  /** Id of the ENCRYPTION_KEY that everything is wrapped with now. */
  readonly keyId: string;
  readonly rewrapped: number;
  /** Tenants whose key was wrapped with it already, or that have sealed nothing yet. */
  readonly unchanged: number;
  /** Tenants whose key none of the configured ENCRYPTION_KEYs opens. */
  readonly unreadable: readonly { readonly tenantId: TenantId; readonly reason: string }[];
}

/**
 * Wraps every tenant's data key with the present ENCRYPTION_KEY; what the data keys seal stays as it is. Each tenant is one
 * transaction: a rotation that broke off is taken up by running it again.
 */
export const rotateKeys = async (config: InstallationConfig): Promise<Rotation> =>
  await withRole(config, 'au_worker', async (pool) => {
    const secrets = createSecrets(config.ENCRYPTION_KEY, config.ENCRYPTION_KEYS_OLD);
    const unreadable: { tenantId: TenantId; reason: string }[] = [];
    let [rewrapped, unchanged] = [0, 0];
    for (const tenantId of await tenantIds(pool)) {
      try {
        if (await withTenant(pool, tenantId, (transaction) => secrets.rewrap(transaction))) rewrapped += 1;
        else unchanged += 1;
      } catch (error) {
        if (!isFault(error) || error.code !== 'secrets_unreadable') throw error;
        unreadable.push({ tenantId, reason: error.message });
      }
    }
    return { keyId: keyId(config.ENCRYPTION_KEY), rewrapped, unchanged, unreadable };
  });
