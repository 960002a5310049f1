import { randomUUID } from 'node:crypto';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newMember, newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';
import { callsOf, probeEndpoints } from './probe-endpoints.ts';

let api: TestApi;
let admin: TestUser;
beforeAll(async () => {
  api = await startTestApi({ endpoints: probeEndpoints, environment: { RATE_WRITES_PER_MINUTE: '100000' } });
  admin = await newTenant(api);
});
afterAll(() => api.close());

const flagsOf = async (name: string): Promise<number> =>
  (await api.database.admin.query('select 1 from au.flags where name = $1', [name])).rowCount ?? 0;
const auditsOf = async (action: string, name: string): Promise<readonly number[]> =>
  (
    await api.database.admin.query<{ status: number }>(
      'select status from au.audit_log where action = $1 and subject = $2 order by at',
      [action, `flag:${name}`],
    )
  ).rows.map(({ status }) => status);

describe.each(['transaction', 'detached'] as const)('an endpoint that runs %s', (kind) => {
  const post = (body: object, key?: string, who: TestUser = admin) =>
    api.ask('POST', `/api/v1/probe/${kind}`, {
      token: who.token,
      body,
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    });
  const fresh = () => ({ name: `n-${randomUUID()}`, key: randomUUID() });

  test('the same key and content get the first answer again, byte by byte', async () => {
    const { name, key } = fresh();
    const first = await post({ name }, key);
    const again = await post({ name }, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(callsOf(name)).toBe(1);
  });

  test('another order of the same members is the same content', async () => {
    const { name, key } = fresh();
    await post({ name, waitMs: 1 }, key);
    const again = await post({ waitMs: 1, name }, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  test('the same key with another content is refused', async () => {
    const { name, key } = fresh();
    await post({ name }, key);
    const other = await post({ name: `${name}x` }, key);
    expect(other.status).toBe(422);
    expect(other.json).toMatchObject({ code: 'idempotency_mismatch' });
    expect(await flagsOf(`${name}x`)).toBe(0);
  });

  test('while the first runs the second is told to wait', async () => {
    const { name, key } = fresh();
    const first = post({ name, waitMs: 1_500 }, key);
    while (callsOf(name) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const second = await post({ name, waitMs: 1_500 }, key);
    expect(second.status).toBe(409);
    expect(second.json).toMatchObject({ code: 'idempotency_in_flight', retryable: true });
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await first).status).toBe(201);
    expect((await post({ name, waitMs: 1_500 }, key)).headers.get('idempotency-replayed')).toBe('true');
  });

  test('of fifty twins at once one takes effect, and all agree', async () => {
    const { name, key } = fresh();
    const replies = await Promise.all(Array.from({ length: 50 }, () => post({ name, waitMs: 20 }, key)));
    expect(callsOf(name)).toBe(1);
    expect(await flagsOf(name)).toBe(1);
    expect(new Set(replies.map(({ status }) => status)).isSubsetOf(new Set([201, 409]))).toBe(true);
    expect(new Set(replies.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
  });

  test('a refusal is kept like any answer', async () => {
    const { name, key } = fresh();
    const first = await post({ name, fail: 'conflict' }, key);
    const again = await post({ name, fail: 'conflict' }, key);
    expect([first.status, again.status]).toEqual([409, 409]);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('content-type')).toBe('application/problem+json');
    expect(callsOf(name)).toBe(1);
    expect(await flagsOf(name)).toBe(0);
  });

  test.each(['unavailable', 'bug'] as const)(
    'a failure on our side (%s) is not kept, nor is its effect',
    async (fail) => {
      const { name, key } = fresh();
      const failed = await post({ name, fail }, key);
      expect(failed.status).toBeGreaterThanOrEqual(500);
      expect(failed.text).not.toContain('secret detail');
      expect(await flagsOf(name)).toBe(0);
      await post({ name, fail }, key);
      expect(callsOf(name)).toBe(2);
    },
  );

  test('keys of two users, two tenants and two addresses are different keys', async () => {
    const { name, key } = fresh();
    const [member, other] = [await newMember(api, admin, 'operator'), await newTenant(api)];
    const replies = [
      await post({ name }, key),
      await post({ name }, key, member),
      await post({ name }, key, other),
    ];
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(callsOf(name)).toBe(3);
  });

  test('after a day the key is new again', async () => {
    const { name, key } = fresh();
    await post({ name }, key);
    await api.database.admin.query(
      `update au.idempotency_keys set created_at = now() - interval '25 hours' where key = $1`,
      [key],
    );
    const later = await post({ name }, key);
    expect(later.headers.get('idempotency-replayed')).toBeNull();
    expect(callsOf(name)).toBe(2);
  });

  test('a key must be printable', async () => {
    const { name } = fresh();
    expect((await post({ name }, 'a b')).status).toBe(400);
    expect((await post({ name }, 'x'.repeat(256))).status).toBe(400);
    expect(callsOf(name)).toBe(0);
  });

  test('without a key each request is one of its own', async () => {
    const { name } = fresh();
    await post({ name });
    await post({ name });
    expect(callsOf(name)).toBe(2);
  });
});

test('a detached request that died frees its key after two minutes, and not before', async () => {
  const [name, key] = [`n-${randomUUID()}`, randomUUID()];
  const post = () =>
    api.ask('POST', '/api/v1/probe/detached', {
      token: admin.token,
      body: { name },
      headers: { 'idempotency-key': key },
    });
  await post();
  const die = (ago: string) =>
    api.database.admin.query(
      `update au.idempotency_keys set status = null, created_at = now() - $2::interval where key = $1`,
      [key, ago],
    );
  await die('1 minute');
  expect((await post()).status).toBe(409);
  await die('3 minutes');
  expect((await post()).status).toBe(201);
  expect(callsOf(name)).toBe(2);
});

test('an audit row commits with the effect or not at all', async () => {
  const name = `n-${randomUUID()}`;
  const post = (more: object) =>
    api.ask('POST', '/api/v1/probe/transaction', { token: admin.token, body: { name, ...more } });
  const { json } = await post({});
  expect(json).toBeDefined();
  await post({ fail: 'conflict' });
  await post({ fail: 'bug' });
  await post({ fail: 'sql' });
  expect(await auditsOf('probeTransaction', name)).toEqual([201, 409]);
  // What was rolled back whole is still written down, without the notes that were rolled back with it.
  const { rows } = await api.database.admin.query<{ status: number }>(
    `select status from au.audit_log where action = 'probeTransaction' and subject is null and status >= 500
     and tenant_id = $1`,
    [admin.tenantId],
  );
  expect(rows.length).toBeGreaterThanOrEqual(2);
});

test('the audit row says who, what, before, after, from where and in which trace, and cannot be changed', async () => {
  const name = `n-${randomUUID()}`;
  const reply = await api.ask('POST', '/api/v1/probe/transaction', { token: admin.token, body: { name } });
  const { rows } = await api.database.admin.query(
    `select *, encode(before_digest, 'hex') as before from au.audit_log where subject = $1`,
    [`flag:${name}`],
  );
  expect(rows[0]).toMatchObject({
    actor: admin.userId,
    tenant_id: admin.tenantId,
    status: 201,
    ip: '127.0.0.1',
    trace_id: reply.headers.get('x-request-id'),
    before: '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
  });
  await expect(api.deps.pools.app.query(`delete from au.audit_log`)).rejects.toThrow(/permission denied/);
  await expect(api.deps.pools.app.query(`update au.audit_log set status = 1`)).rejects.toThrow(
    /permission denied/,
  );
});
