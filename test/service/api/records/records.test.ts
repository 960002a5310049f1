import { randomUUID } from 'node:crypto';
import { plantEvent } from '../../../support/held-data.ts';
import type { Planted } from '../../../support/held-data.ts';
import { startTestApi } from '../../../support/test-api.ts';
import type { TestApi } from '../../../support/test-api.ts';
import { newTenant } from '../../../support/test-users.ts';
import type { TestUser } from '../../../support/test-users.ts';

type Body = Record<string, unknown>;
let api: TestApi;
let user: TestUser;
let planted: Planted;
const key = 'crm%2Fa.csv%2F7';
const document = (name: string): string =>
  `system: filesource\nobject: a.csv\nentity: account\nversion: 1\nkey: Id\nfields:\n  name: ${name}\n`;

beforeAll(async () => {
  api = await startTestApi({
    environment: { RATE_WRITES_PER_MINUTE: '100000', RATE_READS_PER_MINUTE: '100000' },
  });
  user = await newTenant(api);
  const body = { system: 'filesource', name: 'CRM', slug: 'crm', config: {} };
  const { json } = await api.ask('POST', '/api/v1/connections', { token: user.token, body });
  const connectionId = String(json?.['connection_id']);
  planted = { tenantId: user.tenantId, connectionId, slug: 'crm', stream: 'a.csv' };
  for (const name of ['Name', 'Label'])
    await api.ask('POST', '/api/v1/mesh/mappings', {
      token: user.token,
      body: { connection_id: connectionId, document: document(name), reason: 'x' },
    });
  const event = (seq: number, id: string, recordSeq: number, name: string | null) =>
    plantEvent(api.database, planted, {
      id,
      seq,
      recordSeq,
      data: { name },
      raw: name === null ? null : { Id: id, Name: name, Label: `${name}!` },
      at: `2026-01-0${seq}T00:00:00Z`,
    });
  await event(1, '7', 1, 'One');
  await event(2, '8', 1, 'Other');
  await event(3, '7', 2, 'Two');
  await event(4, '7', 3, null);
  await event(5, '9', 1, 'Last');
});
afterAll(() => api.close());

const get = (path: string, token = user.token) => api.ask('GET', `/api/v1/records/${path}`, { token });

test('another tenant finds nothing', async () => {
  const other = await newTenant(api, 'Other');
  expect((await get(`account/${key}`, other.token)).status).toBe(404);
  expect((await get(`account/${key}/history`, other.token)).status).toBe(404);
  expect((await get('account', other.token)).json?.['data']).toEqual([]);
});

test.each([
  ['', 5, true, null],
  ['?as_of=4', 4, true, null],
  ['?as_of=3', 3, false, 'Two'],
  ['?as_of=2', 2, false, 'One'],
  ['?as_of=99', 5, true, null],
  ['?as_of=2026-01-03T00:00:00Z', 3, false, 'Two'],
  ['?as_of=2026-01-02T23:59:59Z', 2, false, 'One'],
  ['?as_of=2026-01-03T01:00:00%2B02:00', 2, false, 'One'],
  ['?as_of=2030-01-01T00:00:00Z', 5, true, null],
])('a record as of %j', async (query, seq, deleted, name) => {
  const { status, json } = await get(`account/${key}${query}`);
  expect(status).toBe(200);
  expect(json).toMatchObject({ as_of_seq: seq, deleted, event: { data: { name } } });
  expect((json?.['raw'] as Body | null)?.['Name'] ?? null).toBe(name);
});

test.each(['?as_of=0', '?as_of=2025-12-31T00:00:00Z'])('nothing was there %s', async (query) => {
  expect((await get(`account/${key}${query}`)).status).toBe(404);
});

test('the envelope names where it comes from', async () => {
  const { json } = await get('account/crm%2Fa.csv%2F9');
  expect(json?.['event']).toMatchObject({
    id: 'crm/a.csv/9#account#1',
    op: 'upsert',
    source: { system: 'filesource', object: 'a.csv', record_id: '9', connection_id: planted.connectionId },
    meta: { mapping_version: 1, pending: [] },
  });
});

test('any version of its mapping derives it again from the raw known then', async () => {
  const derive = async (query: string) => (await get(`account/${key}?${query}`)).json?.['derived'];
  expect(await derive('as_of=2&mapping=crm/a.csv/account@1')).toMatchObject({
    outcome: 'event',
    data: { name: 'One' },
    extras: { Label: 'One!' },
  });
  expect(await derive('as_of=3&mapping=crm/a.csv/account@2')).toMatchObject({ data: { name: 'Two!' } });
  expect((await get(`account/${key}?mapping=crm/a.csv/account@9`)).status).toBe(404);
  expect((await get(`account/${key}?mapping=crm/b.csv/account@1`)).status).toBe(422);
  expect((await get(`account/${key}?mapping=crm/a.csv/contact@1`)).status).toBe(422);
  expect((await get(`account/${key}?mapping=nonsense`)).status).toBe(422);
});

test('history pages backwards, with raws', async () => {
  const first = (await get(`account/${key}/history?limit=2`)).json as {
    data: Body[];
    page: { next_cursor: string };
    raw_versions: Body[];
  };
  expect(first.data.map((row) => [row['seq'], (row['raw'] as Body | null)?.['Name']])).toEqual([
    [4, undefined],
    [3, 'Two'],
  ]);
  expect(first.raw_versions.map((row) => [row['raw_seq'], row['deleted']])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ]);
  const rest = await get(`account/${key}/history?limit=2&cursor=${first.page.next_cursor}`);
  expect((rest.json?.['data'] as Body[]).map((row) => row['seq'])).toEqual([1]);
});

test('lists by key, of one connection or object, and pages', async () => {
  const keys = async (query: string): Promise<unknown[]> =>
    ((await get(`account${query}`)).json?.['data'] as Body[]).map((row) => row['record_key']);
  expect(await keys('')).toEqual(['crm/a.csv/7', 'crm/a.csv/8', 'crm/a.csv/9']);
  expect(await keys(`?connection_id=${planted.connectionId}&object=a.csv&limit=1`)).toEqual(['crm/a.csv/7']);
  const { json } = await get('account?limit=2');
  const cursor = (json?.['page'] as Body)['next_cursor'];
  expect(await keys(`?limit=2&cursor=${String(cursor)}`)).toEqual(['crm/a.csv/9']);
  expect((json?.['data'] as Body[])[0]).toMatchObject({ status: 'deleted', record_seq: 3, last_seq: 4 });
  expect((await get('account?object=a.csv')).status).toBe(422);
  expect((await get(`account?connection_id=${randomUUID()}`)).status).toBe(404);
  expect((await get('person')).status).toBe(404);
});
