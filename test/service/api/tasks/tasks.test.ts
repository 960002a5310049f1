import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { createDataConverter } from '../../../../temporal/data-converter.ts';
import { temporalAddress } from '../../../support/services.ts';
import { startTestApi } from '../../../support/test-api.ts';
import type { TestApi } from '../../../support/test-api.ts';
import { newMember, newTenant } from '../../../support/test-users.ts';
import type { TestUser } from '../../../support/test-users.ts';

const environment = {
  RATE_WRITES_PER_MINUTE: '100000',
  RATE_READS_PER_MINUTE: '100000',
  TEMPORAL_UI_URL: 'http://127.0.0.1:8233/',
};
let api: TestApi;
let admin: TestUser;
let operator: TestUser;
let viewer: TestUser;
let connection: Connection;
let temporal: Client;
beforeAll(async () => {
  api = await startTestApi({ environment });
  admin = await newTenant(api);
  operator = await newMember(api, admin, 'operator');
  viewer = await newMember(api, admin, 'viewer');
  connection = await Connection.connect({ address: temporalAddress() });
  temporal = new Client({ connection, dataConverter: createDataConverter(api.deps.config) });
});
afterAll(async () => {
  await connection.close();
  await api.close();
});

type Body = Record<string, unknown>;
const get = (path: string, user = viewer) => api.ask('GET', `/api/v1${path}`, { token: user.token });
const post = (path: string, user = operator) => api.ask('POST', `/api/v1${path}`, { token: user.token });
const newConnection = async (user = admin): Promise<string> => {
  const body = { system: 'filesource', name: 'Files', config: {} };
  const { json } = await api.ask('POST', '/api/v1/connections', { token: user.token, body });
  return String(json?.['connection_id']);
};
const ingest = async (user = admin): Promise<{ task: string; connection: string; workflowId: string }> => {
  const id = await newConnection(user);
  const { json } = await post(`/connections/${id}/ingest`, user);
  return {
    task: String(json?.['task_id']),
    connection: id,
    workflowId: `ingest/${user.tenantId}/${id}`,
  };
};
const setState = (task: string, state: string) =>
  api.database.admin.query(
    `update au.tasks set state = $2, started_at = now(), ended_at = case when $2 in ('success', 'failed') then now() end
     where task_id = $1`,
    [task, state],
  );

describe('list', () => {
  test('filters and pages, newest first, with places in the queue', async () => {
    const tenant = await newTenant(api, 'Queue');
    const tasks = [];
    for (let n = 0; n < 5; n += 1) tasks.push((await ingest(tenant)).task);
    const page = await get('/tasks?limit=3', tenant);
    const { data, page: paging } = page.json as { data: Body[]; page: { next_cursor: string } };
    expect(data.map((row) => [row['task_id'], row['queue_position']])).toEqual([
      [tasks[4], 5],
      [tasks[3], 4],
      [tasks[2], 3],
    ]);
    const rest = await get(`/tasks?limit=3&cursor=${paging.next_cursor}`, tenant);
    expect((rest.json?.['data'] as Body[]).map((row) => row['task_id'])).toEqual([tasks[1], tasks[0]]);
    await setState(tasks[0] ?? '', 'success');
    const done = await get('/tasks?state=success', tenant);
    expect((done.json?.['data'] as Body[]).map((row) => row['task_id'])).toEqual([tasks[0]]);
    expect((await get('/tasks?kind=replay', tenant)).json?.['data']).toEqual([]);
    expect((await get('/tasks?state=lost', tenant)).status).toBe(422);
    expect((await get('/tasks?sort=name', tenant)).status).toBe(422);
  });
});

describe('get', () => {
  test('tells outcome, ledgers, trail, and where Temporal shows the workflow', async () => {
    const { task, connection: id, workflowId } = await ingest();
    await api.database.admin.query(
      `update au.tasks set state = 'failed', ended_at = now(), progress = '{"rows": 12, "stream": "a.csv"}',
         result = '{"totals": {"read": 12, "events": 3}, "unmapped": [{"object": "b.csv", "rows": null}], "guesses": ["g"]}',
         error = '{"failures": [{"stream": "a.csv", "reason": "source_unreachable: no"}]}' where task_id = $1`,
      [task],
    );
    await api.database.admin.query(
      `insert into au.ledgers (tenant_id, task_id, connection_id, stream, entity, read, changed, unchanged, mapping_version)
       values ($1, $2, $3, 'a.csv', 'account', 12, 3, 9, 1)`,
      [admin.tenantId, task, id],
    );
    const { json } = await get(`/tasks/${task}`);
    expect(json).toMatchObject({
      state: 'failed',
      progress: { rows: 12, stream: 'a.csv' },
      totals: { read: 12, events: 3 },
      unmapped: [{ object: 'b.csv', rows: null }],
      guesses: ['g'],
      failures: [{ stream: 'a.csv', reason: 'source_unreachable: no' }],
      ledgers: [{ read: 12, balanced: true }],
      trail: [{ entry: 1, kind: 'queued', actor: admin.userId }],
      temporal_url: `http://127.0.0.1:8233/namespaces/default/workflows/${encodeURIComponent(workflowId)}`,
      queue_position: null,
    });
  });
});

test('a job that is under way takes a callback in, and no second one', async () => {
  const { task, connection: id } = await ingest();
  const again = (callback_url: string) =>
    api.ask('POST', `/api/v1/connections/${id}/ingest`, { token: operator.token, body: { callback_url } });
  const named = await again('https://93.184.215.14/hook');
  expect(named.json).toMatchObject({ task_id: task, existing: true });
  expect((await get(`/tasks/${task}`)).json?.['callback_url']).toBe('https://93.184.215.14/…');
  expect((await again('https://93.184.215.14/hook')).status).toBe(202);
  expect((await again('https://93.184.215.14/other')).status).toBe(409);
});

describe('cancel', () => {
  test('a queued task is cancelled in PostgreSQL, at once and once', async () => {
    const { task } = await ingest();
    const { status, json } = await post(`/tasks/${task}/cancel`);
    expect([status, json?.['state']]).toEqual([202, 'cancelled']);
    expect((json?.['trail'] as Body[]).map((entry) => [entry['kind'], entry['actor']])).toEqual([
      ['queued', admin.userId],
      ['cancelled', operator.userId],
      ['cancel_requested', operator.userId],
    ]);
    expect((await post(`/tasks/${task}/cancel`)).status).toBe(409);
  });

  test('a running task is cancelled by its workflow, and by no other run under the id', async () => {
    const { task, workflowId } = await ingest();
    await setState(task, 'in_progress');
    expect((await post(`/tasks/${task}/cancel`)).status).toBe(409);
    const other = await temporal.workflow.start('nobody', {
      workflowId,
      taskQueue: 'nobody',
      memo: { task_id: randomUUID() },
    });
    expect((await post(`/tasks/${task}/cancel`)).status).toBe(409);
    await other.terminate();
    const handle = await temporal.workflow.start('nobody', {
      workflowId,
      taskQueue: 'nobody',
      memo: { task_id: task },
    });
    expect((await post(`/tasks/${task}/cancel`)).status).toBe(202);
    const { events } = await handle.fetchHistory();
    expect(events?.some((event) => event.workflowExecutionCancelRequestedEventAttributes)).toBe(true);
    await handle.terminate();
  });
});

describe('pause and resume', () => {
  test.each(['pause', 'resume'])('%s signals the workflow of a running ingest', async (verb) => {
    const { task, workflowId } = await ingest();
    expect((await post(`/tasks/${task}/${verb}`)).status).toBe(409);
    await setState(task, 'in_progress');
    const handle = await temporal.workflow.start('nobody', {
      workflowId,
      taskQueue: 'nobody',
      memo: { task_id: task },
    });
    expect((await post(`/tasks/${task}/${verb}`)).status).toBe(202);
    const { events } = await handle.fetchHistory();
    const signals = events?.map((event) => event.workflowExecutionSignaledEventAttributes?.signalName);
    expect(signals).toContain(verb);
    await handle.terminate();
  });
});

describe('retry', () => {
  test('is a new task with the same input, once however often it is asked for', async () => {
    const { task, connection: id } = await ingest();
    expect((await post(`/tasks/${task}/retry`)).status).toBe(409);
    await setState(task, 'failed');
    const first = await post(`/tasks/${task}/retry`);
    const second = await post(`/tasks/${task}/retry`);
    expect(first.json).toMatchObject({ kind: 'ingest', existing: false });
    expect(second.json).toEqual({ ...first.json, existing: true });
    expect(first.json?.['task_id']).not.toBe(task);
    const { json } = await get(`/tasks/${String(first.json?.['task_id'])}`);
    expect(json?.['subject']).toEqual({ kind: 'connection', id });
  });

  test('is refused when the connection is gone', async () => {
    const { task, connection: id } = await ingest();
    await setState(task, 'failed');
    await api.ask('DELETE', `/api/v1/connections/${id}`, { token: admin.token });
    expect((await post(`/tasks/${task}/retry`)).status).toBe(409);
  });
});

test('without Temporal, pause, resume and cancel of a running task answer 503, everything else goes on', async () => {
  const alone = await startTestApi({ environment: { ...environment, TEMPORAL_ADDRESS: '127.0.0.1:9' } });
  try {
    const user = await newTenant(alone);
    const body = { system: 'filesource', name: 'Files', config: {} };
    const ask = (method: string, to: string, given?: unknown) =>
      alone.ask(method, `/api/v1${to}`, {
        token: user.token,
        ...(given === undefined ? {} : { body: given }),
      });
    const id = String((await ask('POST', '/connections', body)).json?.['connection_id']);
    const started = await ask('POST', `/connections/${id}/ingest`);
    expect(started.status).toBe(202);
    const task = String(started.json?.['task_id']);
    await alone.database.admin.query(`update au.tasks set state = 'in_progress' where task_id = $1`, [task]);
    for (const verb of ['pause', 'resume', 'cancel']) {
      const { status, json } = await ask('POST', `/tasks/${task}/${verb}`);
      expect([verb, status, json?.['code']]).toEqual([verb, 503, 'temporal_unavailable']);
    }
    expect((await ask('GET', `/tasks/${task}`)).json?.['state']).toBe('in_progress');
  } finally {
    await alone.close();
  }
});
