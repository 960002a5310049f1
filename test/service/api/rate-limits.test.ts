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

test("a tenant's own settings win over the installation's", async () => {
  const admin = await newTenant(api());
  await database.admin.query('update au.tenants set settings = $2 where tenant_id = $1', [
    admin.tenantId,
    JSON.stringify({ rate_reads_per_minute: 3 }),
  ]);
  // What is known of a caller may be ten seconds old; this process has not asked for him yet.
  const other = apis[1]!;
  const replies = await Promise.all(Array.from({ length: 5 }, () => read(admin, other)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(3);
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
