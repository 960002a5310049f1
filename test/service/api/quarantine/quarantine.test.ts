import { randomUUID } from 'node:crypto';
import { plantEvent, plantHeld } from '../../../support/held-data.ts';
import type { Planted } from '../../../support/held-data.ts';
import { startTestApi } from '../../../support/test-api.ts';
import type { TestApi } from '../../../support/test-api.ts';
import { newMember, newTenant } from '../../../support/test-users.ts';
import type { TestUser } from '../../../support/test-users.ts';

type Body = Record<string, unknown>;
let api: TestApi;
let admin: TestUser;
let operator: TestUser;
let viewer: TestUser;
let planted: Planted;
beforeAll(async () => {
  api = await startTestApi({
    environment: { RATE_WRITES_PER_MINUTE: '100000', RATE_READS_PER_MINUTE: '100000' },
  });
  admin = await newTenant(api);
  operator = await newMember(api, admin, 'operator');
  viewer = await newMember(api, admin, 'viewer');
  planted = await newSource();
});
afterAll(() => api.close());

const get = (path: string, user = viewer) => api.ask('GET', `/api/v1${path}`, { token: user.token });
const post = (path: string, body: unknown, user = operator) =>
  api.ask('POST', `/api/v1${path}`, { token: user.token, body });
const newSource = async (): Promise<Planted> => {
  const { json } = await post('/connections', { system: 'filesource', name: 'Files', config: {} }, admin);
  const connectionId = String(json?.['connection_id']);
  const document =
    'system: filesource\nobject: a.csv\nentity: account\nversion: 1\nkey: Id\nfields:\n  name: Name\n';
  await post('/mesh/mappings', { connection_id: connectionId, document, reason: 'first' });
  return { tenantId: admin.tenantId, connectionId, slug: String(json?.['slug']), stream: 'a.csv' };
};
const stateOf = async (id: string): Promise<unknown> => (await get(`/quarantine/${id}`)).json?.['state'];

test('another tenant sees, retries and discards nothing of it', async () => {
  const id = await plantHeld(api.database, planted, { recordKey: `${planted.slug}/a.csv/other` });
  const other = await newTenant(api, 'Other');
  expect((await get(`/quarantine/${id}`, other)).status).toBe(404);
  expect((await get('/quarantine', other)).json?.['data']).toEqual([]);
  expect((await post('/quarantine/retry', { ids: [id] }, other)).status).toBe(404);
  expect((await post('/quarantine/discard', { ids: [id], reason: 'x' }, other)).status).toBe(409);
  expect(await stateOf(id)).toBe('quarantined');
});

test('a held record shows its reasons, its place and what was read', async () => {
  await plantEvent(api.database, planted, {
    id: 'shown',
    seq: 1,
    recordSeq: 1,
    data: {},
    raw: { amount: 'ten' },
    at: '2026-01-01T00:00:00Z',
  });
  const keyed = await plantHeld(api.database, planted, { recordKey: `${planted.slug}/a.csv/shown` });
  const unkeyed = await plantHeld(api.database, planted, {});
  expect((await get(`/quarantine/${keyed}`)).json).toMatchObject({
    entity: 'account',
    position: 'line 7',
    raw: { amount: 'ten' },
    raw_text: null,
    reasons: [{ pointer: 'amount', code: 'not_a_number' }],
  });
  expect((await get(`/quarantine/${unkeyed}`)).json).toMatchObject({
    entity: '',
    record_key: null,
    raw: null,
    raw_text: 'a;b;"c',
  });
});

test('lists filter and page', async () => {
  const source = await newSource();
  const ids = [];
  for (let n = 0; n < 5; n += 1)
    ids.push(await plantHeld(api.database, source, { recordKey: `${source.slug}/a.csv/${n}` }));
  const parked = await plantHeld(api.database, source, { recordKey: 'p', state: 'parked' });
  const of = `connection_id=${source.connectionId}`;
  const first = (await get(`/quarantine?limit=4&${of}`)).json as {
    data: Body[];
    page: { next_cursor: string };
  };
  const second = (await get(`/quarantine?limit=4&${of}&cursor=${first.page.next_cursor}`)).json as {
    data: Body[];
  };
  const seen = [...first.data, ...second.data].map((row) => row['quarantine_id']);
  expect(seen.toSorted()).toEqual([...ids, parked].toSorted());
  const only = (await get(`/quarantine?state=parked&${of}`)).json?.['data'] as Body[];
  expect(only.map((row) => row['quarantine_id'])).toEqual([parked]);
  expect((await get('/quarantine?state=lost')).status).toBe(422);
});

test('a retry replays what is stored, reads again what is not, once each', async () => {
  const source = await newSource();
  const stored = await plantHeld(api.database, source, { recordKey: `${source.slug}/a.csv/1` });
  const parked = await plantHeld(api.database, source, { recordKey: 'p', state: 'parked' });
  const text = await plantHeld(api.database, source, {});
  const { status, json } = await post('/quarantine/retry', { ids: [stored, parked, text] });
  expect([status, json?.['retried']]).toEqual([202, 3]);
  expect((json?.['tasks'] as Body[]).map((task) => task['kind']).toSorted()).toEqual(['ingest', 'replay']);
  expect([await stateOf(stored), await stateOf(parked), await stateOf(text)]).toEqual([
    'retried',
    'parked',
    'retried',
  ]);
  const whole = await post('/quarantine/retry', { connection_id: source.connectionId, object: 'a.csv' });
  expect(whole.json?.['retried']).toBe(3);
  expect((whole.json?.['tasks'] as Body[]).every((task) => task['existing'])).toBe(true);
  expect((await post('/quarantine/retry', { ids: [randomUUID()] })).status).toBe(404);
  expect((await post('/quarantine/retry', { ids: [] })).status).toBe(422);
  expect((await post('/quarantine/retry', { ids: [randomUUID()], object: 'a.csv' })).status).toBe(422);
});

test('a discard takes all of the named records or none', async () => {
  const source = await newSource();
  const held = await plantHeld(api.database, source, { recordKey: `${source.slug}/a.csv/1` });
  const parked = await plantHeld(api.database, source, { recordKey: 'p', state: 'parked' });
  expect((await post('/quarantine/discard', { ids: [held, parked], reason: 'x' })).status).toBe(409);
  expect(await stateOf(held)).toBe('quarantined');
  expect((await post('/quarantine/discard', { ids: [held], reason: 'test row' })).json).toEqual({
    discarded: 1,
  });
  expect(await stateOf(held)).toBe('discarded');
});
