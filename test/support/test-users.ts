import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply, TestApi } from './test-api.ts';

export interface TestUser {
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly tenantId: string;
  readonly userId: string;
}

export const testPassword = 'correct horse battery staple';

/** Signs in through the door and answers what it gave. */
export const signIn = async (
  api: Pick<TestApi, 'ask'>,
  email: string,
  password = testPassword,
): Promise<TestUser> => {
  const { status, json, text } = await api.ask('POST', '/api/v1/auth/login', { body: { email, password } });
  if (status !== 200) throw new Error(`sign-in of ${email} answered ${String(status)}: ${text}`);
  return userOf(json, email, password);
};

const userOf = (session: Record<string, unknown> | undefined, email: string, password: string): TestUser => {
  const token = String(session?.['access_token']);
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    readonly tenant_id: string;
    readonly user_id: string;
  };
  return {
    email,
    password,
    token,
    refreshToken: String(session?.['refresh_token']),
    tenantId: claims.tenant_id,
    userId: claims.user_id,
  };
};

/** A new tenant with its admin, signed in. */
export const newTenant = async (api: Pick<TestApi, 'ask'>, name = 'Test tenant'): Promise<TestUser> => {
  const email = `admin-${randomUUID()}@example.com`;
  const body = { tenant_name: name, name: 'Test admin', email, password: testPassword };
  const register = (): Promise<Reply> => api.ask('POST', '/api/v1/auth/register', { body });
  let { status, text } = await register();
  // A first connection may take longer than the second that the API waits for it, while other suites make databases.
  for (let attempt = 0; status === 503 && attempt < 5; attempt += 1) {
    await sleep(1_000);
    ({ status, text } = await register());
  }
  if (status !== 202) throw new Error(`register answered ${String(status)}: ${text}`);
  return await signIn(api, email);
};

/** Another user of an admin's tenant, invited and signed in. */
export const newMember = async (
  api: Pick<TestApi, 'ask'>,
  admin: TestUser,
  role: 'viewer' | 'operator' | 'admin',
): Promise<TestUser> => {
  const email = `${role}-${randomUUID()}@example.com`;
  const invited = await api.ask('POST', '/api/v1/auth/invites', {
    token: admin.token,
    body: { email, role },
  });
  const token = String(invited.json?.['link']).split('#')[1];
  const accepted = await api.ask('POST', '/api/v1/auth/invites/accept', {
    body: { token, name: `Test ${role}`, password: testPassword },
  });
  if (accepted.status !== 200)
    throw new Error(`invite answered ${String(accepted.status)}: ${accepted.text}`);
  return userOf(accepted.json, email, testPassword);
};
