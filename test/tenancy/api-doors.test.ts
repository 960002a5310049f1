import { randomUUID } from 'node:crypto';
import { startTestApi } from '../support/test-api.ts';
import type { Reply, TestApi } from '../support/test-api.ts';
import { newMember, newTenant } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';
import { routes } from '../../api/routes.ts';

let api: TestApi;
let mine: TestUser;
let theirs: TestUser;
const canary = `canary-${randomUUID()}`;

beforeAll(async () => {
  api = await startTestApi({ environment: { RATE_WRITES_PER_MINUTE: '1000' } });
  [mine, theirs] = [await newTenant(api), await newTenant(api, canary)];
  await api.ask('PUT', `/api/v1/flags/${canary}`, { token: theirs.token, body: { enabled: true } });
});
afterAll(() => api.close());

// First of all: an attempt on a foreign thing is written into the own audit log, with the name that was tried.
test('no list shows a byte of another tenant', async () => {
  for (const { method, path, access } of routes) {
    if (method !== 'get' || access === 'public' || path.includes(':')) continue;
    if (path.includes('/events/')) continue;
    const { text } = await api.ask('GET', path, { token: mine.token });
    for (const secret of [canary, theirs.userId, theirs.tenantId, theirs.email])
      expect(text).not.toContain(secret);
  }
});

test("another tenant's user is not found, and stays as he was", async () => {
  const reply = await api.ask('PATCH', `/api/v1/users/${theirs.userId}`, {
    token: mine.token,
    body: { disabled: true },
  });
  expect(reply.status).toBe(404);
  expect((await api.ask('GET', '/api/v1/auth/me', { token: theirs.token })).status).toBe(200);
});

test("another tenant's flag is not found, and stays", async () => {
  expect((await api.ask('DELETE', `/api/v1/flags/${canary}`, { token: mine.token })).status).toBe(404);
  const { text } = await api.ask('GET', '/api/v1/flags', { token: theirs.token });
  expect(text).toContain(canary);
});

test('what is not there and what is not yours answer alike', async () => {
  const [foreign, absent] = await Promise.all(
    [theirs.userId, randomUUID()].map((id) =>
      api.ask('PATCH', `/api/v1/users/${id}`, { token: mine.token, body: { name: 'x' } }),
    ),
  );
  const bare = (reply: Reply | undefined) => ({ ...reply?.json, trace_id: '', instance: '' });
  expect(bare(foreign)).toEqual(bare(absent));
});

describe('roles', () => {
  const order = ['viewer', 'operator', 'admin'] as const;
  let users: Readonly<Record<(typeof order)[number], TestUser>>;
  beforeAll(async () => {
    const admin = await newTenant(api);
    users = {
      admin,
      operator: await newMember(api, admin, 'operator'),
      viewer: await newMember(api, admin, 'viewer'),
    };
  });

  const id = '00000000-0000-4000-8000-000000000000';
  test.each(
    routes
      .filter(({ access }) => access !== 'public')
      .flatMap((route) =>
        order
          .filter((role) => order.indexOf(role) < order.indexOf(route.access as 'viewer'))
          .map((role) => [route.id, role, route] as const),
      ),
  )('%s is closed to a %s', async (_id, role, { method, path }) => {
    const address = path.replaceAll(/:[a-z_]*id\b/g, id).replaceAll(/:[a-z_]+/g, 'x');
    const reply = await api.ask(method.toUpperCase(), address, { token: users[role].token });
    expect([reply.status, reply.json?.['code']]).toEqual([403, 'forbidden']);
  });
});
