import { randomUUID } from 'node:crypto';
import { plantEvent, plantHeld } from '../../../support/held-data.ts';
import { startTestApi } from '../../../support/test-api.ts';
import type { TestApi } from '../../../support/test-api.ts';
import { newMember, newTenant } from '../../../support/test-users.ts';
import type { TestUser } from '../../../support/test-users.ts';

type Body = Record<string, unknown>;
let api: TestApi;
let admin: TestUser;
let operator: TestUser;
let viewer: TestUser;
let connection: string;
beforeAll(async () => {
  api = await startTestApi({
    environment: { RATE_WRITES_PER_MINUTE: '100000', RATE_READS_PER_MINUTE: '100000' },
  });
  admin = await newTenant(api);
  operator = await newMember(api, admin, 'operator');
  viewer = await newMember(api, admin, 'viewer');
  connection = await newConnection('Files');
});
afterAll(() => api.close());

const get = (path: string, user = viewer) => api.ask('GET', `/api/v1${path}`, { token: user.token });
const post = (path: string, body: unknown, user = operator) =>
  api.ask('POST', `/api/v1${path}`, { token: user.token, body });
const newConnection = async (name: string, user = admin): Promise<string> => {
  const { json } = await post('/connections', { system: 'filesource', name, config: {} }, user);
  return String(json?.['connection_id']);
};
const yaml = (object: string, name = 'Company', more = '') => `# how accounts are read
system: filesource
object: ${object}
entity: account
version: 1
key: Id
fields:
  name: ${name} # the label
${more}`;
const write = (document: string, more: Body = {}, user = operator) =>
  post('/mesh/mappings', { connection_id: connection, document, reason: 'first', ...more }, user);

describe('mappings', () => {
  test('are imported, read, versioned, compared and exported with their comments', async () => {
    const first = await write(yaml('accounts.csv'));
    expect(first.status).toBe(201);
    expect(first.json).toMatchObject({ version: 1, replay: null });
    const id = String(first.json?.['mapping_id']);
    const second = await post(`/mesh/mappings/${id}/versions`, {
      document: yaml('accounts.csv', 'Label', '  industry: Sector\n'),
      reason: 'renamed column',
      expected_version: 1,
    });
    expect([second.status, second.json?.['version']]).toEqual([201, 2]);

    const { json } = await get(`/mesh/mappings/${id}`);
    expect(json).toMatchObject({
      connection_id: connection,
      object: 'accounts.csv',
      entity: 'account',
      version: 2,
      newest_version: 2,
      author: 'human',
      author_id: operator.userId,
      parsed: { key: ['Id'], fields: { name: { from: ['Label'] }, industry: { from: ['Sector'] } } },
    });
    expect(json?.['document']).toContain('version: 2');
    expect(json?.['document']).toContain('# the label');

    const versions = (await get(`/mesh/mappings/${id}/versions`)).json?.['data'] as Body[];
    expect(
      versions.map((row) => [row['version'], row['active'], row['reason'], row['parent_version']]),
    ).toEqual([
      [2, true, 'renamed column', 1],
      [1, false, 'first', null],
    ]);
    const diff = (await get(`/mesh/mappings/${id}/diff?from=1&to=2`)).json?.['changes'] as Body[];
    expect(diff.map((change) => [change['kind'], change['name']])).toEqual([
      ['changed', 'name'],
      ['added', 'industry'],
    ]);
    const exported = await get(`/mesh/mappings/${id}/export?version=1`);
    expect(exported.headers.get('content-type')).toMatch('yaml');
    expect(exported.text).toBe((await get(`/mesh/mappings/${id}/versions/1`)).json?.['document']);
    expect((await get(`/mesh/mappings/${id}/versions/9`)).status).toBe(404);
    const listed = (await get(`/mesh/mappings?connection_id=${connection}`)).json?.['data'] as Body[];
    expect(listed.map((row) => row['mapping_id'])).toContain(id);
  });

  test('a stale version is a conflict; of twenty writers one wins', async () => {
    const object = `${randomUUID()}.csv`;
    const { json } = await write(yaml(object));
    const path = `/mesh/mappings/${String(json?.['mapping_id'])}/versions`;
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        post(path, { document: yaml(object, `Name${n}`), reason: 'race', expected_version: 1 }),
      ),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 409)).toHaveLength(19);
    const stale = await api.ask('POST', `/api/v1${path}`, {
      token: operator.token,
      body: { document: yaml(object), reason: 'x' },
      headers: { 'if-match': '"1"' },
    });
    expect(stale.status).toBe(409);
    expect((await write(yaml(object), { expected_version: 0 })).status).toBe(409);
  });

  test('every error is told at its line and column', async () => {
    const { status, json } = await write(
      yaml('bad.csv', 'Company', '  nmae: X\n  phone: { from: P, transform: shout }\n'),
    );
    expect([status, json?.['code']]).toEqual([422, 'mapping_invalid']);
    const errors = json?.['errors'] as { pointer: string; message: string }[];
    expect(errors.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(['/fields/nmae']));
    expect(errors.length).toBeGreaterThan(1);
    for (const { message } of errors) expect(message).toMatch(/^line \d+, column \d+: /);
    const broken = await write('a: [1');
    expect([broken.status, broken.json?.['code']]).toEqual([422, 'mapping_invalid']);
  });

  test('a mapping that fits another system, object, entity or key is refused', async () => {
    const object = `${randomUUID()}.csv`;
    const { json } = await write(yaml(object));
    const path = `/mesh/mappings/${String(json?.['mapping_id'])}/versions`;
    const misfit = await post(path, {
      document: yaml('other.csv').replace('filesource', 'supabase'),
      reason: 'x',
    });
    const pointers = (misfit.json?.['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual(['/system', '/object']);
    const contact = `system: filesource\nobject: ${object}\nentity: contact\nversion: 1\nkey: Email\nfields:\n  email: Email\n  last_name: Name\n`;
    const other = await write(contact);
    expect((other.json?.['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual(['/key']);
    expect((await write(contact.replace('key: Email', 'key: Id'))).status).toBe(201);
  });

  test('may start a replay, and so may a person', async () => {
    const object = `${randomUUID()}.csv`;
    const { json } = await write(yaml(object), { replay: true });
    expect(json?.['replay']).toMatchObject({ kind: 'replay', existing: false });
    const again = await post('/mesh/replay', { connection_id: connection, object });
    expect(again.status).toBe(202);
    expect(again.json).toMatchObject({
      task_id: (json?.['replay'] as Body)['task_id'],
      existing: true,
    });
    expect((await post('/mesh/replay', { connection_id: connection, object: 'never.csv' })).status).toBe(404);
    expect((await post('/mesh/replay', { connection_id: randomUUID(), object })).status).toBe(404);
    const former = await api.ask('GET', '/api/v1/aam/mappings', { token: viewer.token });
    expect(former.status).toBe(200);
  });
});

const ticket = async (object: string, severity: string, state: string): Promise<string> => {
  const id = randomUUID();
  await api.database.admin.query(
    `insert into au.drift_events (tenant_id, drift_event_id, connection_id, object, kind, severity, state, outcome, digest, lost)
     values ($1, $2, $3, $4, 'renamed', $5, $6, case $6 when 'closed' then 'healed' end, 'd', '["Name"]')`,
    [admin.tenantId, id, connection, object, severity, state],
  );
  await api.database.admin.query(
    `insert into au.schema_changes (tenant_id, change_id, connection_id, object, from_version, to_version, changes, drift_event_id)
     values ($1, gen_random_uuid(), $2, $3, 1, 2, '[{"kind":"renamed","field":"Name","to":"Label"}]', $4)`,
    [admin.tenantId, connection, object, id],
  );
  return id;
};

describe('drift', () => {
  test('is listed by state and severity, and shown with its changes', async () => {
    const open = await ticket('a.csv', 'breaking', 'waiting');
    await ticket('b.csv', 'harmless', 'closed');
    const ids = async (query: string): Promise<unknown[]> =>
      ((await get(`/mesh/drift${query}`)).json?.['data'] as Body[]).map((row) => row['drift_event_id']);
    expect(await ids('?open=true')).toEqual([open]);
    expect(await ids('?severity=breaking')).toEqual([open]);
    expect(await ids('?state=closed')).not.toContain(open);
    expect(await ids(`?connection_id=${randomUUID()}`)).toEqual([]);
    const { json } = await get(`/mesh/drift/${open}`);
    expect(json).toMatchObject({ lost: ['Name'], changes: [{ to_version: 2, changes: [{ to: 'Label' }] }] });
    const other = await newTenant(api, 'Other');
    expect((await get(`/mesh/drift/${open}`, other)).status).toBe(404);
    expect((await get('/mesh/drift', other)).json?.['data']).toEqual([]);
  });

  test("an object's schemas name versions, mappings, changes and ticket", async () => {
    await api.database.admin.query(
      `insert into au.source_schemas (tenant_id, connection_id, object, version, fingerprint, document)
       select $1, $2, 'a.csv', v, 'f' || v, '{"name":"a.csv","kind":"file","fields":[]}' from generate_series(1, 2) v`,
      [admin.tenantId, connection],
    );
    await write(yaml('a.csv'));
    const { json } = await get(`/connections/${connection}/schemas`);
    expect(json?.['data']).toMatchObject([
      {
        object: 'a.csv',
        version: 2,
        baseline_version: null,
        mapped_to: ['account'],
        versions: [{ version: 2 }, { version: 1 }],
        changes: [{ from_version: 1 }],
        ticket: { kind: 'renamed', state: 'waiting' },
      },
    ]);
  });
});

test('a document or another version is tried on the stored records, and nothing is written', async () => {
  const tenant = await newTenant(api, 'Trial');
  const id = await newConnection('Tried', tenant);
  const first = await write(yaml('a.csv'), { connection_id: id }, tenant);
  const mappingId = String(first.json?.['mapping_id']);
  const second = { document: yaml('a.csv', 'Label'), reason: 'other column' };
  await post(`/mesh/mappings/${mappingId}/versions`, second, tenant);
  const planted = { tenantId: tenant.tenantId, connectionId: id, slug: 'tried', stream: 'a.csv' };
  for (const n of [1, 2, 3])
    await plantEvent(api.database, planted, {
      id: String(n),
      seq: n,
      recordSeq: 1,
      data: { name: `Label ${n}` },
      raw: { Id: String(n), Company: `Firm ${n}`, ...(n === 3 ? {} : { Label: `Label ${n}` }) },
      at: '2026-01-01T00:00:00Z',
      mappingVersion: 2,
    });
  const before = await api.database.admin.query('select max(seq) from au.canonical_streams');
  const attempt = (body: Body, user = tenant) => post(`/mesh/mappings/${mappingId}/dry-run`, body, user);

  const older = await attempt({ version: 1 });
  expect([older.status, older.json]).toMatchObject([
    200,
    {
      seq: 3,
      done: true,
      counts: [{ entity: 'account', records: 3, changed: 3, unchanged: 0, quarantined: 0 }],
      rows: [
        { record_key: 'tried/a.csv/1', before: { name: 'Label 1' }, after: { name: 'Firm 1' } },
        { record_key: 'tried/a.csv/2' },
        { record_key: 'tried/a.csv/3' },
      ],
    },
  ]);
  const strict = yaml('a.csv').replace('name: Company', 'name: { from: Label, required: true }');
  const draft = await attempt({ document: strict });
  expect(draft.json).toMatchObject({ counts: [{ records: 3, changed: 0, unchanged: 2, quarantined: 1 }] });

  expect((await attempt({ version: 9 })).status).toBe(404);
  expect((await attempt({})).status).toBe(422);
  const misfit = await attempt({ document: yaml('b.csv') });
  expect([misfit.status, misfit.json?.['code']]).toEqual([422, 'mapping_invalid']);
  expect(misfit.text).toContain('This mapping reads a.csv');
  expect((await attempt({ version: 1 }, operator)).status).toBe(404);
  expect((await get(`/mesh/mappings/${mappingId}`, tenant)).json).toMatchObject({
    version: 2,
    newest_version: 2,
  });
  const after = await api.database.admin.query('select max(seq) from au.canonical_streams');
  expect(after.rows).toEqual(before.rows);
});

test('the health of a connection adds up', async () => {
  const tenant = await newTenant(api, 'Health');
  const id = await newConnection('Well', tenant);
  const planted = { tenantId: tenant.tenantId, connectionId: id, slug: 'well', stream: 'a.csv' };
  for (const n of [1, 2, 3])
    await plantEvent(api.database, planted, {
      id: String(n),
      seq: n,
      recordSeq: 1,
      data: {},
      raw: n === 3 ? null : {},
      at: '2026-01-01T00:00:00Z',
    });
  await plantHeld(api.database, planted, { recordKey: 'well/a.csv/4' });
  await post(`/connections/${id}/ingest`, {}, tenant);
  const { json } = await get('/mesh/connections', tenant);
  expect(json?.['data']).toMatchObject([
    {
      connection_id: id,
      status: 'new',
      last_sync_at: null,
      last_task: { kind: 'ingest', state: 'queued' },
      recent_runs: [{ state: 'queued' }],
      records: { count: 2, capped: false },
      objects: { seen: 0, mapped: 0, stopped: 0 },
      open_tickets: { breaking: 0, risky: 0, harmless: 0 },
      quarantined: 1,
    },
  ]);
});

test('the health of connections comes by pages in the order of their names, or of one alone', async () => {
  const tenant = await newTenant(api, 'Pages of health');
  const names = ['Beta', 'Alpha', 'Gamma'];
  const ids = new Map<unknown, string>();
  for (const name of names) ids.set(name, await newConnection(name, tenant));
  const seen: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { json } = await get(`/mesh/connections?limit=2${more}`, tenant);
    seen.push((json?.['data'] as Body[]).map(({ name }) => name));
    cursor = (json?.['page'] as { next_cursor: string | null }).next_cursor;
  }
  expect(seen).toEqual([['Alpha', 'Beta'], ['Gamma']]);
  const one = await get(`/mesh/connections?connection_id=${String(ids.get('Beta'))}`, tenant);
  expect((one.json?.['data'] as Body[]).map(({ name }) => name)).toEqual(['Beta']);
  const byStatus = async (status: string) =>
    ((await get(`/mesh/connections?status=${status}`, tenant)).json?.['data'] as Body[]).length;
  expect([await byStatus('new'), await byStatus('broken')]).toEqual([3, 0]);
  const other = await newTenant(api, 'Other health');
  const foreign = await get(`/mesh/connections?connection_id=${String(ids.get('Beta'))}`, other);
  expect(foreign.json?.['data']).toEqual([]);
});
