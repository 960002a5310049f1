import { startTcpProxy } from '../../support/tcp-proxy.ts';
import type { TcpProxy } from '../../support/tcp-proxy.ts';
import { redisUrl } from '../../support/services.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { newTenant, testPassword } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

/** A request that takes longer counts as hanging; a healthy one takes milliseconds. */
const hangsAfterMs = 5_000;

let database: TestDatabase;
let redis: TcpProxy;
let postgres: TcpProxy;
let api: TestApi;
let admin: TestUser;

const behind = (url: string, proxy: TcpProxy): string => {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(proxy.port);
  return changed.toString();
};
const proxyFor = (url: string, usual: number): Promise<TcpProxy> => {
  const { hostname, port } = new URL(url);
  return startTcpProxy(hostname, port === '' ? usual : Number(port));
};

beforeAll(async () => {
  database = await createTestDatabase();
  redis = await proxyFor(redisUrl(), 6379);
  postgres = await proxyFor(database.url, 5432);
  api = await startTestApi({
    database,
    deadlines: { redis: 250, database: 1_000 },
    environment: {
      REDIS_URL: behind(redisUrl(), redis),
      DATABASE_URL: behind(database.url, postgres),
      RATE_READS_PER_MINUTE: '30',
      RATE_CONSOLE_READS_PER_MINUTE: '100000',
    },
  });
  admin = await newTenant(api);
});
afterAll(async () => {
  await api.close();
  await Promise.all([redis.close(), postgres.close()]);
  await database.drop();
});

const me = (user: TestUser) =>
  api.ask('GET', '/api/v1/auth/me', { token: user.token, headers: { accept: 'application/json' } });

/** Repeats until it holds; fails aloud when it never does. */
const eventually = async (holds: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come about within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

describe.each(['refuse', 'blackhole'] as const)('Redis gone (%s)', (mode) => {
  afterEach(() => {
    redis.set('pass');
  });

  test('requests go on, the limit holds, sign-in stays limited, and it heals without a restart', async () => {
    const user = await newTenant(api);
    redis.set(mode);
    const started = Date.now();
    const statuses: number[] = [];
    for (let count = 0; count < 40; count += 1) statuses.push((await me(user)).status);
    expect(Date.now() - started).toBeLessThan(hangsAfterMs * 4);
    // Suites side by side share Redis, so more than one process may have been counted.
    const share = Math.ceil(30 / api.deps.limits.processes());
    expect(statuses).toEqual(statuses.map((_, index) => (index < share ? 200 : 429)));

    const tries: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      const body = { email: user.email, password: 'wrong' };
      tries.push((await api.ask('POST', '/api/v1/auth/login', { body })).status);
    }
    expect(tries).toContain(429);

    redis.set('pass');
    // Redis counted none of the forty: its own count answers again when it is back.
    await eventually(async () => (await me(user)).status === 200);
    await eventually(async () => (await api.ask('GET', '/readyz')).text.includes('"redis":{"state":"ok"}'));
  });

  test('readiness calls it degraded, not failed', async () => {
    redis.set(mode);
    await eventually(async () =>
      (await api.ask('GET', '/readyz')).text.includes('"redis":{"state":"degraded"'),
    );
    const { json } = await api.ask('GET', '/readyz');
    expect(json).toMatchObject({ parts: { redis: { state: 'degraded' }, database: { state: 'ok' } } });
  });
});

describe.each(['refuse', 'blackhole'] as const)('PostgreSQL gone (%s)', (mode) => {
  afterEach(() => {
    postgres.set('refuse');
    postgres.set('pass');
  });

  test('every door answers 503 with Retry-After, the process lives, and the pool heals', async () => {
    await eventually(async () => (await me(admin)).status !== 503);
    postgres.set(mode);
    const answers = await Promise.all([
      api.ask('POST', '/api/v1/flags', { token: admin.token }),
      api.ask('PUT', '/api/v1/flags/a', { token: admin.token, body: { enabled: true } }),
      api.ask('GET', '/api/v1/users', { token: admin.token }),
      api.ask('POST', '/api/v1/auth/login', { body: { email: 'x@example.com', password: testPassword } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([405, 503, 503, 503]);
    for (const { headers, json } of answers.slice(1)) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(json).toMatchObject({ code: 'database_unavailable', retryable: true });
    }
    expect((await api.ask('GET', '/healthz')).status).toBe(200);
    expect((await api.ask('GET', '/readyz')).json).toMatchObject({
      ready: false,
      parts: { database: { state: 'failed' } },
    });

    postgres.set('refuse');
    postgres.set('pass');
    await eventually(
      async () =>
        (await api.ask('PUT', '/api/v1/flags/a', { token: admin.token, body: { enabled: true } })).status ===
        200,
    );
  });
});

test('killed backends, idle and in a transaction, cost at most the requests that they carried', async () => {
  await eventually(
    async () => (await api.ask('GET', '/api/v1/users', { token: admin.token })).status === 200,
  );
  const running = Array.from({ length: 10 }, () => api.ask('GET', '/api/v1/users', { token: admin.token }));
  await database.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and usename like 'au\\_%'`,
  );
  const statuses = (await Promise.all(running)).map(({ status }) => status);
  expect(new Set(statuses).isSubsetOf(new Set([200, 429, 503]))).toBe(true);
  await eventually(async () =>
    [200, 429].includes((await api.ask('GET', '/api/v1/users', { token: admin.token })).status),
  );
});
