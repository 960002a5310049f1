import { runCli } from '../../support/run-cli.ts';
import { temporalAddress, testFolder } from '../../support/services.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { newMember, newTenant, testPassword } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

let database: TestDatabase;
let apis: readonly TestApi[];
const api = (): TestApi => apis[0]!;
beforeAll(async () => {
  database = await createTestDatabase();
  const environment = {
    RATE_READS_PER_MINUTE: '40',
    RATE_WRITES_PER_MINUTE: '10',
    RATE_CONSOLE_READS_PER_MINUTE: '25',
  };
  apis = await Promise.all([
    startTestApi({ database, environment }),
    startTestApi({ database, environment }),
  ]);
});
afterAll(async () => {
  await Promise.all(apis.map((one) => one.close()));
  await database.drop();
});

const read = (user: Pick<TestUser, 'token'>, at = api()) =>
  at.ask('GET', '/api/v1/flags', { token: user.token });

test('reads of a tenant share one budget over all its users and all processes', async () => {
  const admin = await newTenant(api());
  const member = await newMember(api(), admin, 'viewer');
  const replies = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      read(index % 2 === 0 ? admin : member, apis[index % 3 === 0 ? 0 : 1]),
    ),
  );
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(40);
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(20);
});

test('another tenant does not notice', async () => {
  const [loud, quiet] = [await newTenant(api()), await newTenant(api())];
  await Promise.all(Array.from({ length: 50 }, () => read(loud)));
  expect((await read(loud)).status).toBe(429);
  expect((await read(quiet)).status).toBe(200);
});

test('each answer says what is left, and a refusal when to come back', async () => {
  const admin = await newTenant(api());
  const first = await read(admin);
  expect(first.headers.get('ratelimit-policy')).toBe('"reads";q=40;w=60');
  expect(first.headers.get('ratelimit')).toMatch(/^"reads";r=39;t=([1-9]|[1-5]\d|60)$/);
  await Promise.all(Array.from({ length: 45 }, () => read(admin)));
  const refused = await read(admin);
  expect(refused.json).toMatchObject({ code: 'rate_limited', retryable: true });
  const wait = Number(refused.headers.get('retry-after'));
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(wait).toBeLessThanOrEqual(60);
});

test('writes have a budget of their own, refused ones included', async () => {
  const admin = await newTenant(api());
  const statuses: number[] = [];
  for (let count = 0; count < 12; count += 1) {
    const body = count % 2 === 0 ? { enabled: true } : { enabled: 'no' };
    statuses.push((await api().ask('PUT', '/api/v1/flags/a', { token: admin.token, body })).status);
  }
  expect(statuses.slice(0, 10)).not.toContain(429);
  expect(statuses.slice(10)).toEqual([429, 429]);
  expect((await read(admin)).status).toBe(200);
});

test('console sessions have a budget per user', async () => {
  const admin = await newTenant(api());
  const { json } = await api().ask('POST', '/api/v1/auth/login', {
    body: { email: admin.email, password: testPassword },
    headers: { 'x-client': 'console' },
  });
  const session = { token: String(json?.['access_token']) };
  const replies = await Promise.all(Array.from({ length: 30 }, () => read(session)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(25);
  expect(replies[0]?.headers.get('ratelimit-policy')).toBe('"console-reads";q=25;w=60');
  expect((await read(admin)).status).toBe(200);
});

test("a tenant's own settings win over the installation's, and are written down", async () => {
  const admin = await newTenant(api());
  const settle = (...words: string[]) =>
    runCli(['--json', 'tenants', 'settings', admin.tenantId, ...words], {
      AUTONOMOS_HOME: testFolder(),
      DATABASE_URL: database.url,
      DATABASE_ROLES_KEY: database.rolesKey,
      TEMPORAL_ADDRESS: temporalAddress(),
      JWT_SECRET: 'j'.repeat(32),
      ENCRYPTION_KEY: 'e'.repeat(32),
    });
  const settled = await settle('--set', 'rate_reads_per_minute=3', '--set', 'llm_model=openai:x');
  expect([settled.code, settled.err]).toEqual([0, '']);
  const unset = await settle('--unset', 'llm_model');
  expect(JSON.parse(unset.out)).toEqual({
    tenant_id: admin.tenantId,
    settings: { rate_reads_per_minute: 3 },
  });
  for (const wrong of ['rate_reads_per_minute=0', 'rate_reads_per_minute=', 'colour=red'])
    expect((await settle('--set', wrong)).code).toBe(6);
  // What is known of a caller may be ten seconds old; this process has not asked for him yet.
  const other = apis[1]!;
  const { json } = await other.ask('GET', '/api/v1/audit?limit=2', { token: admin.token });
  expect(json?.['data']).toMatchObject([
    { actor: 'installation', subject: 'settings:llm_model' },
    { actor: 'installation', subject: 'settings:llm_model,rate_reads_per_minute' },
  ]);
  const replies = await Promise.all(Array.from({ length: 5 }, () => read(admin, other)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(2);
});

test('strangers are limited by address, whatever they try', async () => {
  const narrow = await startTestApi({
    database,
    environment: { RATE_AUTH_PER_MINUTE: '5', TRUSTED_PROXIES: '127.0.0.1' },
  });
  apis = [...apis, narrow];
  const from = (address: string) =>
    narrow.ask('POST', '/api/v1/auth/refresh', {
      body: { refresh_token: 'x' },
      headers: { 'x-forwarded-for': address },
    });
  const tail = Math.floor(Math.random() * 65_000).toString(16);
  const statuses: number[] = [];
  // Hosts of one IPv6 network count as one.
  for (let host = 1; host <= 7; host += 1)
    statuses.push((await from(`2001:db8:${tail}:1::${String(host)}`)).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  expect((await from(`2001:db8:${tail}:2::1`)).status).toBe(401);
});
