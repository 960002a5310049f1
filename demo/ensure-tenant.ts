import { z } from 'zod';
import type { ApiClient } from '../cli/api-client.ts';
import { Fault } from '../domain/faults.ts';
import type { DemoSettings } from './settings-file.ts';
import { signInAs, stranger } from './sign-in-as.ts';

const me = z.object({ tenant: z.object({ tenant_id: z.string() }) });

/** Signs the admin in, after registering the tenant at the first run; answers the client and the tenant's id. */
export const ensureTenant = async (
  apiUrl: string,
  { email, password, tenantName }: Pick<DemoSettings, 'email' | 'password' | 'tenantName'>,
): Promise<{ readonly api: ApiClient; readonly tenantId: string }> => {
  const known = await enter(apiUrl, { email, password });
  if (known !== undefined) return known;
  const registration = { tenant_name: tenantName, name: 'Demo admin', email, password };
  await stranger(apiUrl).call(z.unknown(), 'POST', '/auth/register', registration);
  const entered = await enter(apiUrl, { email, password });
  if (entered !== undefined) return entered;
  throw new Fault(
    'unauthenticated',
    'The demo tenant exists with another password: delete demo.json beside the data for a new one',
  );
};

/** Undefined: the address or the password is not right. */
const enter = async (
  apiUrl: string,
  login: Pick<DemoSettings, 'email' | 'password'>,
): Promise<{ readonly api: ApiClient; readonly tenantId: string } | undefined> => {
  const api = signInAs(apiUrl, login);
  try {
    return { api, tenantId: (await api.call(me, 'GET', '/auth/me')).tenant.tenant_id };
  } catch (error) {
    if (error instanceof Fault && error.code === 'unauthenticated') return undefined;
    throw error;
  }
};
