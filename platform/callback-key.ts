import type { TenantId } from '../domain/ids.ts';
import type { Config } from './config.ts';
import { deriveKey } from './seal.ts';

/** The key that signs what a tenant's jobs call back with. It follows from the installation's secret, so nothing is stored. */
export const callbackKey = ({ JWT_SECRET }: Pick<Config, 'JWT_SECRET'>, tenantId: TenantId): Buffer =>
  deriveKey(JWT_SECRET, `callback ${tenantId}`);
