import { z } from 'zod';
import { Fault } from '../domain/faults.ts';
import type { ApiClient } from './api-client.ts';
import type { DemoSettings } from './settings-file.ts';

const me = z.object({ tenant: z.object({ tenant_id: z.string() }) });

/** Signs the demo's admin in, after registering the tenant at the first run; answers the tenant's id. */
export const ensureTenant = async (
  api: ApiClient,
  settings: Pick<DemoSettings, 'email' | 'password' | 'tenantName'>,
): Promise<string> => {
  const { email, password, tenantName } = settings;
  if (!(await api.signIn({ email, password }))) {
    const registration = { tenant_name: tenantName, name: 'Demo admin', email, password };
    await api.call(z.unknown(), 'POST', '/auth/register', registration);
    if (!(await api.signIn({ email, password })))
      throw new Fault(
        'unauthenticated',
        'The demo tenant exists with another password: delete demo.json beside the data for a new one',
      );
  }
  return (await api.call(me, 'GET', '/auth/me')).tenant.tenant_id;
};
