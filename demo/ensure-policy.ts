import { z } from 'zod';
import type { ApiClient } from '../cli/api-client.ts';

/** Lets sure repairs be applied by themselves in a tenant that has no connections yet; later on its people decide. */
export const ensurePolicy = async (api: ApiClient): Promise<void> => {
  const connections = await api.list(z.unknown(), '/connections');
  if (connections.length === 0) await api.call(z.unknown(), 'PUT', '/mesh/policies', { policy: 'auto' });
};
