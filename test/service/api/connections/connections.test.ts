import { startTestApi } from '../../../support/test-api.ts';
import type { TestApi } from '../../../support/test-api.ts';
import { newMember, newTenant } from '../../../support/test-users.ts';
import type { TestUser } from '../../../support/test-users.ts';

let api: TestApi;
let admin: TestUser;
let operator: TestUser;
let viewer: TestUser;
let stranger: TestUser;
beforeAll(async () => {
  api = await startTestApi({
    environment: {
      RATE_WRITES_PER_MINUTE: '100000',
      RATE_READS_PER_MINUTE: '100000',
      EGRESS_ALLOW: '127.0.0.1:8099',
    },
  });
  admin = await newTenant(api);
  operator = await newMember(api, admin, 'operator');
  viewer = await newMember(api, admin, 'viewer');
  stranger = await newTenant(api, 'Another');
});
afterAll(() => api.close());

const password = 'a very secret password';
const postgres = (name: string, more: Record<string, unknown> = {}) => ({
  system: 'supabase',
  name,
  config: { host: 'db.example.com', database: 'crm', ssl: 'require' },
  credentials: { password },
  ...more,
});
const create = async (name: string, more: Record<string, unknown> = {}, user = admin): Promise<string> => {
  const { status, json, text } = await api.ask('POST', '/api/v1/connections', {
    token: user.token,
    body: postgres(name, more),
  });
  if (status !== 201) throw new Error(text);
  return String(json?.['connection_id']);
};
const get = (path: string, user = viewer) => api.ask('GET', `/api/v1${path}`, { token: user.token });
const post = (path: string, body?: unknown, user = operator) =>
  api.ask('POST', `/api/v1${path}`, { token: user.token, ...(body === undefined ? {} : { body }) });
const pointers = (json: Record<string, unknown> | undefined): string[] =>
  (json?.['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);

describe('create', () => {
  test('keeps the credentials to itself, and nothing of them is readable in the database', async () => {
    const { status, json, headers, text } = await api.ask('POST', '/api/v1/connections', {
      token: admin.token,
      body: postgres('Sales database', { schedule_seconds: 3600 }),
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      slug: 'sales-database',
      system: 'supabase',
      status: 'new',
      config: { host: 'db.example.com', port: 5432, schema: 'public', ssl: 'require' },
      credentials_set: ['password'],
      version: 1,
    });
    expect(headers.get('location')).toBe(`/api/v1/connections/${String(json?.['connection_id'])}`);
    expect(text).not.toContain(password);
    const shown = await get(`/connections/${String(json?.['connection_id'])}`);
    expect(shown.json).toEqual(json);
    const { rows } = await api.database.admin.query<{ text: string }>(
      `select (row_to_json(c)::text || encode(k.sealed, 'escape')) as text
       from au.connections c join au.connection_credentials k using (tenant_id, connection_id)`,
    );
    expect(rows.some((row) => row.text.includes(password))).toBe(false);
  });

  test('makes slugs from names, and a taken one gets an ending', async () => {
    const first = await create('Ünïcode & Co.');
    const second = await create('Ünïcode & Co.');
    expect((await get(`/connections/${first}`)).json?.['slug']).toBe('u-ni-code-co');
    expect((await get(`/connections/${second}`)).json?.['slug']).toMatch(/^u-ni-code-co-[0-9a-f]{8}$/);
  });

  test('a chosen slug that is taken is a conflict, also after its connection was deleted', async () => {
    const connection = await create('A', { slug: 'chosen' });
    await api.ask('DELETE', `/api/v1/connections/${connection}`, { token: admin.token });
    const { status, json } = await post('/connections', postgres('B', { slug: 'chosen' }), admin);
    expect(status).toBe(409);
    expect(pointers(json)).toEqual(['/slug']);
    // Another tenant has slugs of its own.
    await create('C', { slug: 'chosen' }, stranger);
  });

  test.each([
    ['an unknown field', postgres('x', { colour: 'red' }), '/colour'],
    ['an unknown setting', postgres('x', { config: { host: 'h', colour: 1 } }), '/config/colour'],
    ['a wrong setting', postgres('x', { config: { host: '/tmp/socket' } }), '/config/host'],
    ['no password', postgres('x', { credentials: undefined }), '/credentials/password'],
    ['a system without a connector', postgres('x', { system: 'hubspot' }), '/system'],
    ['a system that is none', postgres('x', { system: 'excel' }), '/system'],
    ['a schedule of a second', postgres('x', { schedule_seconds: 1 }), '/schedule_seconds'],
    ['a slug with a slash', postgres('x', { slug: 'a/b' }), '/slug'],
  ])('refuses %s and points to it', async (_name, body, pointer) => {
    const { status, json } = await post('/connections', body, admin);
    expect(status).toBe(422);
    expect(pointers(json)).toEqual([pointer]);
  });

  test('never repeats a secret in a refusal', async () => {
    const { text } = await post(
      '/connections',
      postgres('x', { credentials: { password: { nested: password } } }),
      admin,
    );
    expect(text).not.toContain(password);
  });

  test('needs no credentials where consent brings them, or nothing needs them', async () => {
    const salesforce = { system: 'salesforce', name: 'CRM', config: {} };
    const files = { system: 'filesource', name: 'Files', config: { folder: 'uploads' } };
    expect((await post('/connections', salesforce, admin)).status).toBe(201);
    expect((await post('/connections', files, admin)).json?.['credentials_set']).toEqual([]);
  });

  test('is told to those who listen, and written down', async () => {
    const connection = await create('Told');
    const { rows: events } = await api.database.admin.query(
      `select type from au.event_log where subject_id = $1`,
      [connection],
    );
    expect(events).toEqual([{ type: 'connection.created' }]);
    const { rows: audit } = await api.database.admin.query(
      `select action, actor, status, before_digest is null as fresh, after_digest is not null as digested
       from au.audit_log where subject = $1`,
      [`connection:${connection}`],
    );
    expect(audit).toEqual([
      { action: 'createConnection', actor: admin.userId, status: 201, fresh: true, digested: true },
    ]);
  });

  test('twenty at once with one Idempotency-Key make one connection', async () => {
    const headers = { 'idempotency-key': 'twins' };
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        api.ask('POST', '/api/v1/connections', { token: admin.token, body: postgres('Twins'), headers }),
      ),
    );
    const ids = new Set(
      replies.filter(({ status }) => status === 201).map(({ json }) => json?.['connection_id']),
    );
    expect(ids.size).toBe(1);
    const { rows } = await api.database.admin.query(`select 1 from au.connections where name = 'Twins'`);
    expect(rows).toHaveLength(1);
  });
});

describe('list', () => {
  test('pages through everything once, and filters', async () => {
    const tenant = await newTenant(api, 'Lists');
    const made = [];
    for (const name of ['A', 'B', 'C', 'D', 'E']) made.push(await create(name, {}, tenant));
    await post('/connections', { system: 'filesource', name: 'F', config: {} }, tenant);
    const seen: string[] = [];
    let path = '/connections?limit=2&system=supabase';
    for (;;) {
      const { json } = await get(path, tenant);
      const { data, page } = json as unknown as {
        data: { connection_id: string }[];
        page: { next_cursor: string | null };
      };
      seen.push(...data.map((row) => row.connection_id));
      if (page.next_cursor === null) break;
      path = `/connections?limit=2&system=supabase&cursor=${page.next_cursor}`;
    }
    expect(seen).toEqual(made.toReversed());
    expect((await get('/connections?status=broken', tenant)).json?.['data']).toEqual([]);
    expect((await get('/connections?system=excel', tenant)).status).toBe(422);
    expect((await get('/connections?cursor=abc', tenant)).status).toBe(422);
  });
});

describe('change', () => {
  const patch = (connection: string, body: unknown, headers = {}) =>
    api.ask('PATCH', `/api/v1/connections/${connection}`, { token: admin.token, body, headers });

  test('refuses a version that is not the newest, by body or If-Match', async () => {
    const connection = await create('Versions');
    expect((await patch(connection, { version: 1, name: 'Second' })).json).toMatchObject({
      version: 2,
      name: 'Second',
    });
    expect((await patch(connection, { version: 1, name: 'Third' })).status).toBe(409);
    expect((await patch(connection, { name: 'Third' }, { 'if-match': '"1"' })).status).toBe(409);
    expect((await patch(connection, { name: 'Third' }, { 'if-match': '"2"' })).status).toBe(200);
    expect((await patch(connection, { name: 'Third' }, { 'if-match': 'W/"x"' })).status).toBe(422);
    expect((await patch(connection, {})).status).toBe(422);
  });

  test('replaces named credentials, removes those set to null, and checks the whole', async () => {
    const { json } = await post(
      '/connections',
      {
        system: 'salesforce',
        name: 'Tokens',
        config: {},
        credentials: { grant: 'refresh_token', clientId: 'app', clientSecret: 's', refreshToken: 'r' },
      },
      admin,
    );
    const connection = String(json?.['connection_id']);
    const fewer = await patch(connection, { credentials: { clientSecret: null } });
    expect(fewer.json?.['credentials_set']).toEqual(['clientId', 'grant', 'refreshToken']);
    const broken = await patch(connection, { credentials: { refreshToken: null } });
    expect(broken.status).toBe(422);
    expect(pointers(broken.json)).toEqual(['/credentials/refreshToken']);
    expect((await get(`/connections/${connection}`)).json?.['credentials_set']).toContain('refreshToken');
    const polluted = await patch(connection, '{"credentials":{"__proto__":{"admin":true}}}');
    expect(polluted.status).toBe(422);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test('pauses and resumes; a paused connection is not ingested', async () => {
    const connection = await create('Pausing');
    expect((await patch(connection, { paused: true })).json?.['status']).toBe('paused');
    expect((await post(`/connections/${connection}/ingest`)).status).toBe(409);
    expect((await patch(connection, { paused: false })).json?.['status']).toBe('new');
    expect((await post(`/connections/${connection}/ingest`)).status).toBe(202);
  });

  test('an operator may change the schedule, and nothing else', async () => {
    const connection = await create('Schedule');
    const { status, json } = await api.ask('PUT', `/api/v1/connections/${connection}/schedule`, {
      token: operator.token,
      body: { schedule_seconds: 600 },
    });
    expect(status).toBe(200);
    expect(json?.['schedule_seconds']).toBe(600);
    expect(Date.parse(String(json?.['next_run_at']))).toBeGreaterThan(Date.now());
    const refused = await api.ask('PUT', `/api/v1/connections/${connection}/schedule`, {
      token: operator.token,
      body: { schedule_seconds: 600, name: 'x' },
    });
    expect(refused.status).toBe(422);
  });
});

describe('delete', () => {
  const remove = (connection: string, query = '') =>
    api.ask('DELETE', `/api/v1/connections/${connection}${query}`, { token: admin.token });

  test('forgets connection and credentials', async () => {
    const connection = await create('Leaving');
    expect((await remove(connection)).status).toBe(204);
    expect((await get(`/connections/${connection}`)).status).toBe(404);
    expect((await remove(connection)).status).toBe(404);
    const { rows } = await api.database.admin.query(
      'select 1 from au.connection_credentials where connection_id = $1',
      [connection],
    );
    expect(rows).toEqual([]);
  });

  test('waits for live tasks, or cancels the queued ones when asked to', async () => {
    const connection = await create('Busy');
    const task = String((await post(`/connections/${connection}/ingest`)).json?.['task_id']);
    const refused = await remove(connection);
    expect(refused.status).toBe(409);
    expect(refused.json?.['detail']).toContain(task);
    expect((await remove(connection, '?cancel_tasks=true')).status).toBe(204);
    expect((await get(`/tasks/${task}`)).json?.['state']).toBe('cancelled');
  });
});

describe('ingest and test', () => {
  test('answer 202 with the address of a queued task; a second start finds the first', async () => {
    const connection = await create('Ingested');
    const first = await post(`/connections/${connection}/ingest`);
    const second = await post(`/connections/${connection}/ingest`);
    expect(first.status).toBe(202);
    expect(first.json).toMatchObject({ kind: 'ingest', existing: false });
    expect(second.json).toEqual({ ...first.json, existing: true });
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    const task = await api.ask('GET', first.headers.get('location') ?? '', { token: viewer.token });
    expect(task.json).toMatchObject({
      kind: 'ingest',
      state: 'queued',
      subject: { kind: 'connection', id: connection },
      requested_by: operator.userId,
    });
    const { rows } = await api.database.admin.query(
      `select kind from au.outbox where payload ->> 'task_id' = $1`,
      [first.json?.['task_id']],
    );
    expect(rows).toEqual([{ kind: 'start_task' }]);
  });

  test('a test shows in the check, under its former address too', async () => {
    const connection = await create('Tested');
    expect((await get(`/connections/${connection}/check`)).json).toEqual({
      status: 'new',
      status_reason: null,
      checked_at: null,
      report: null,
      task_id: null,
    });
    const started = await post(`/connections/${connection}/test`);
    const again = await post(`/connections/${connection}/check`);
    expect(again.json).toEqual({ ...started.json, existing: true });
    expect((await get(`/connections/${connection}/check`)).json?.['task_id']).toBe(started.json?.['task_id']);
  });

  test.each([
    ['http://127.0.0.1:9/', 422],
    ['https://127.0.0.1/', 422],
    ['https://[::1]/', 422],
    ['https://169.254.169.254/latest', 422],
    ['https://user:secret@example.com/', 422],
    ['ftp://example.com/', 422],
    ['http://127.0.0.1:8099/hook', 202],
  ])('a callback to %s answers %d', async (callback_url, expected) => {
    const connection = await create('Calls back');
    const { status } = await post(`/connections/${connection}/ingest`, { callback_url });
    expect(status).toBe(expected);
  });

  test('runs show the ingests with their ledgers', async () => {
    const connection = await create('Runs');
    const task = String((await post(`/connections/${connection}/ingest`)).json?.['task_id']);
    await api.database.admin.query(
      `insert into au.ledgers (tenant_id, task_id, connection_id, stream, entity, read, changed, unchanged, mapping_version)
       values ($1, $2, $3, 'customers', 'account', 3, 1, 1, 1)`,
      [admin.tenantId, task, connection],
    );
    const { json } = await get(`/connections/${connection}/runs`);
    expect(json?.['data']).toMatchObject([
      { task_id: task, ledgers: [{ stream: 'customers', read: 3, balanced: false }] },
    ]);
  });
});

test('the catalogue describes every form and marks what is secret', async () => {
  const { json } = await get('/connections/catalogue');
  const entries = json?.['data'] as {
    system: string;
    secret_fields: string[];
    oauth: unknown;
    config_schema: { properties: Record<string, unknown>; required?: string[] };
  }[];
  expect(entries.map(({ system }) => system)).toEqual(['salesforce', 'filesource', 'supabase', 'mongodb']);
  const bySystem = new Map(entries.map((entry) => [entry.system, entry]));
  expect(bySystem.get('supabase')?.secret_fields).toEqual(['password']);
  expect(bySystem.get('supabase')?.config_schema.required).toEqual(['host']);
  expect(bySystem.get('salesforce')?.secret_fields).toEqual(['accessToken', 'clientSecret', 'refreshToken']);
  expect(bySystem.get('salesforce')?.oauth).toMatchObject({ pkce: 'S256' });
  expect(bySystem.get('filesource')?.oauth).toBeNull();
});
