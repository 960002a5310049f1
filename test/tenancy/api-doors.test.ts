import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { routes } from '../../api/routes.ts';
import { plantTenant } from '../support/planted-tenant.ts';
import type { PlantedIds } from '../support/planted-tenant.ts';
import { testFolder } from '../support/services.ts';
import { tenantRows } from '../support/tenant-rows.ts';
import { startTestApi } from '../support/test-api.ts';
import type { Reply, TestApi } from '../support/test-api.ts';
import { newMember, newTenant } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';
import { foreignRequest } from './foreign-requests.ts';
import { leastRole } from './roles.ts';

let api: TestApi;
let mine: TestUser;
let theirs: TestUser;
let planted: PlantedIds;
let before: Awaited<ReturnType<typeof tenantRows>>;
const canary = `canary-${randomUUID()}`;
const root = mkdtempSync(join(testFolder(), 'doors-'));

beforeAll(async () => {
  api = await startTestApi({
    environment: {
      RATE_WRITES_PER_MINUTE: '1000',
      RATE_READS_PER_MINUTE: '10000',
      FILESOURCE_ROOT: root,
    },
  });
  [mine, theirs] = [await newTenant(api), await newTenant(api, canary)];
  planted = await plantTenant(api, theirs, canary);
  before = await tenantRows(api.database, theirs.tenantId);
});
afterAll(async () => {
  await api.close();
  rmSync(root, { recursive: true, force: true });
});

// First of all: an attempt on a foreign thing is written into the own audit log, with the name that was tried.
test('no list shows a byte of another tenant, also when it is asked for its things', async () => {
  const ids = Object.values<string>({ ...planted }).filter((id) => id.length > 10);
  for (const route of routes) {
    if (route.method !== 'get' || route.access === 'public' || route.id === 'streamEvents') continue;
    if (route.path.replace(':entity', '').includes(':')) continue;
    const request = foreignRequest(route, planted);
    // No list: it answers as of a thing that is not there, which the next test looks at.
    if (request?.answer === 'not_found') continue;
    const path = (request?.path ?? route.path).replace(':entity', 'account');
    const { status, text } = await api.ask('GET', path, { token: mine.token });
    expect([route.id, status]).toEqual([route.id, 200]);
    for (const secret of [canary, ...ids, theirs.email]) expect(text).not.toContain(secret);
  }
});

/** A problem repeats what was asked for. */
const withoutKey = (text: string): string =>
  text.replaceAll(planted.record_key, '').replaceAll(encodeURIComponent(planted.record_key), '');

test.each(routes.map((route) => [route.id, route] as const))(
  "%s: another tenant's things are not there",
  async (_id, route) => {
    const request = foreignRequest(route, planted);
    if (request === undefined || request.answer === 'empty list') return;
    const { method, path, body } = request;
    const reply = await api.ask(method, path, {
      token: mine.token,
      ...(body === undefined ? {} : { body }),
    });
    expect(reply.json).toMatchObject({ code: request.answer });
    expect(withoutKey(reply.text)).not.toContain(canary);
  },
);

test('and after all these attempts every row of the other tenant is as it was', async () => {
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining([
      'canonical_streams',
      'connections',
      'mapping_versions',
      'tasks',
      'uploads',
      'users',
    ]),
  );
  expect(await tenantRows(api.database, theirs.tenantId)).toEqual(before);
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

  test('every endpoint names the role that was thought of for it', () => {
    expect(routes.map(({ id, access }) => [id, access])).toEqual(
      routes.map((route) => [route.id, leastRole(route)]),
    );
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
