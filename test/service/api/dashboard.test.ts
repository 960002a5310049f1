import { randomUUID } from 'node:crypto';
import { plantHeld } from '../../support/held-data.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

type Body = Record<string, unknown>;

let api: TestApi;
let user: TestUser;
let stranger: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  user = await newTenant(api);
  stranger = await newTenant(api);
});
afterAll(() => api.close());

const run = (text: string, values: readonly unknown[]) => api.database.admin.query(text, [...values]);

const connect = async (name: string, status: string, reason: string | null = null): Promise<string> => {
  const { json } = await api.ask('POST', '/api/v1/connections', {
    token: user.token,
    body: { system: 'filesource', name, config: {} },
  });
  const id = String(json?.['connection_id']);
  await run('update au.connections set status = $2, status_reason = $3 where connection_id = $1', [
    id,
    status,
    reason,
  ]);
  return id;
};

const plantTicket = async (connection: string, severity: string, hoursAgo: number): Promise<string> => {
  const id = randomUUID();
  await run(
    `insert into au.drift_events
       (tenant_id, drift_event_id, connection_id, object, kind, severity, digest, state, opened_at)
     values ($1, $2, $3, $4, 'renamed', $5, 'd', 'manual', now() - make_interval(hours => $6))`,
    [user.tenantId, id, connection, `${severity}.csv`, severity, hoursAgo],
  );
  return id;
};

const plantTask = async (connection: string, state: string, minutesAgo: number): Promise<string> => {
  const id = randomUUID();
  await run(
    `insert into au.tasks (tenant_id, task_id, kind, state, subject_kind, subject_id, workflow_id, error, trace_id,
       requested_by, created_at, ended_at)
     values ($1, $2, 'ingest', $3, 'connection', $4, $5, $6, 't', 'test', now() - make_interval(mins => $7),
       case when $3 = 'in_progress' then null else now() - make_interval(mins => $7) end)`,
    [
      user.tenantId,
      id,
      state,
      connection,
      `ingest/${id}`,
      state === 'failed' ? JSON.stringify({ failures: [{ stream: 'a', reason: 'no such host' }] }) : null,
      minutesAgo,
    ],
  );
  return id;
};

const plantEvents = (events: number, minutesAgo: number) =>
  run(
    `insert into au.stream_counts (tenant_id, minute, events)
     values ($1, date_trunc('minute', now() - make_interval(mins => $2)), $3)`,
    [user.tenantId, minutesAgo, events],
  );

const dashboard = async (who = user, query = ''): Promise<Body> => {
  const { status, json, text } = await api.ask('GET', `/api/v1/dashboard${query}`, { token: who.token });
  if (status !== 200) throw new Error(`the dashboard answered ${String(status)}: ${text}`);
  return json ?? {};
};

const mapping =
  'system: filesource\nobject: a.csv\nentity: account\nversion: 1\nkey: Id\nfields:\n  name: Name\n';

test('the figures are those of the tenant’s own rows, and each thing that waits stands in its place', async () => {
  const [good, bad] = [
    await connect('Good', 'active'),
    await connect('Bad', 'broken', 'The host is not known'),
  ];
  const removed = await connect('Removed', 'broken');
  await plantTicket(removed, 'breaking', 1);
  await api.ask('DELETE', `/api/v1/connections/${removed}`, { token: user.token });
  await api.ask('POST', '/api/v1/mesh/mappings', {
    token: user.token,
    body: { connection_id: good, document: mapping, reason: 'first' },
  });
  const read = await plantTask(good, 'success', 30);
  await run(
    `insert into au.ledgers (tenant_id, task_id, connection_id, stream, entity, read, mapping_version)
     values ($1, $2, $3, 'a.csv', 'account', 5, 1)`,
    [user.tenantId, read, good],
  );
  const failed = await plantTask(bad, 'failed', 20);
  await plantTask(good, 'failed', 60);
  await plantTask(good, 'in_progress', 1);
  const breaking = await plantTicket(bad, 'breaking', 30);
  const harmless = await plantTicket(good, 'harmless', 0);
  const planted = { tenantId: user.tenantId, connectionId: bad, slug: 'bad', stream: 'breaking.csv' };
  for (const state of ['parked', 'parked', 'quarantined', 'resolved'])
    await plantHeld(api.database, planted, { state });
  await plantEvents(60, 10);
  await plantEvents(100, 300);
  await plantEvents(7, 3_000);

  const told = await dashboard();
  expect(told).toMatchObject({
    range: '24h',
    sources: { total: 2, by_status: { active: 1, broken: 1 }, demo: 0, stale: 0 },
    stream: { events: 160, bucket_minutes: 30 },
    drift: { open: 2, breaking: 1, up_to_an_hour: 1, up_to_a_day: 0, up_to_a_week: 1, older: 0 },
    tasks: { running: 1, queued: 0, failed: 2 },
    held: 3,
    golden: null,
    llm: { heuristic_only: true, calls: 0 },
  });
  const buckets = (told['stream'] as { buckets: { events: number }[] }).buckets.map(({ events }) => events);
  expect(buckets).toHaveLength(48);
  expect([buckets.at(-1), buckets.at(-11)]).toEqual([60, 100]);
  const [freshness] = told['freshness'] as { p95_seconds: number }[];
  expect(freshness).toMatchObject({ entity: 'account', objects: 1, read: 1 });
  expect(Math.round((freshness?.p95_seconds ?? 0) / 60)).toBe(30);

  const attention = told['attention'] as Body[];
  // The failure that a success or a running job came after is settled, and so is what was removed.
  expect(attention.map(({ kind, id, severity, count }) => [kind, id, severity, count])).toEqual([
    ['drift_event', breaking, 'critical', 2],
    ['connection', bad, 'critical', 0],
    ['task', failed, 'warning', 0],
    ['quarantine', bad, 'notice', 1],
    ['drift_event', harmless, 'notice', 0],
  ]);
  expect(attention[1]).toMatchObject({ connection: 'Bad', code: 'broken', reason: 'The host is not known' });
  expect(attention[2]).toMatchObject({ reason: 'no such host' });
  expect((told['changes'] as Body[])[0]).toMatchObject({ type: 'connection.mapping_changed' });
});

test('figures of a time are those of the range that was asked for', async () => {
  const told = await Promise.all(
    ['1h', '24h', '7d', '30d'].map((range) => dashboard(user, `?range=${range}`)),
  );
  expect(
    told.map(({ stream, tasks }) => [
      (stream as { events: number }).events,
      (stream as { buckets: unknown[] }).buckets.length,
      (tasks as { failed: number }).failed,
    ]),
  ).toEqual([
    [60, 30, 1],
    [160, 48, 2],
    [167, 42, 2],
    [167, 60, 2],
  ]);
  const { status } = await api.ask('GET', '/api/v1/dashboard?range=2h', { token: user.token });
  expect(status).toBe(422);
});

test('a source that was read too long ago is stale wherever it stands', async () => {
  const id = await connect('Late', 'active');
  await run(
    `update au.connections set schedule_seconds = 3600, read_at = now() - interval '3 hours' where connection_id = $1`,
    [id],
  );
  const told = await dashboard();
  expect(told['sources']).toMatchObject({ by_status: { active: 2 }, stale: 1 });
  expect((told['attention'] as Body[]).find((each) => each['id'] === id)).toMatchObject({
    kind: 'connection',
    severity: 'warning',
    code: 'stale',
    reason: 'last read 3 hours ago, to be read every hour',
  });
  const ask = async (path: string): Promise<Body> =>
    (await api.ask('GET', `/api/v1${path}`, { token: user.token })).json ?? {};
  const { nodes } = (await ask('/dcl/graph')) as { nodes: Body[] };
  expect(nodes.find(({ connection_id }) => connection_id === id)).toMatchObject({
    status: 'stale',
    reason: 'last read 3 hours ago, to be read every hour',
  });
  expect((await ask('/dcl/lineage/source/late'))['troubled_sources']).toMatchObject([{ status: 'stale' }]);
  expect((await ask(`/mesh/connections?connection_id=${id}`))['data']).toMatchObject([
    { stale_at: expect.any(String) as string },
  ]);
  const { read_at, stale_at } = await ask(`/connections/${id}`);
  expect(Date.parse(String(stale_at)) - Date.parse(String(read_at))).toBe(2 * 3_600_000);
});

test('another tenant sees nothing of it', async () => {
  expect(await dashboard(stranger)).toMatchObject({
    sources: { total: 0 },
    freshness: [],
    stream: { last_seq: 0, events: 0 },
    drift: { open: 0 },
    tasks: { running: 0, failed: 0 },
    held: 0,
    attention: [],
    changes: [],
  });
});

test('limits say what is left; asking for them takes a read and nothing else', async () => {
  const { status, json } = await api.ask('GET', '/api/v1/limits', { token: stranger.token });
  expect(status).toBe(200);
  expect(json).toMatchObject({ jobs: { slots: 5, taken: 0, queued: 0 }, tokens: { today: 0 } });
  const left = Object.fromEntries(
    (json?.['requests'] as { policy: string; limit: number; remaining: number }[]).map(
      ({ policy, limit, remaining }) => [policy, limit - remaining],
    ),
  );
  expect(left).toMatchObject({ writes: 0, 'console-reads': 0 });
  expect(left['reads']).toBeGreaterThan(0);
});
