import { randomUUID } from 'node:crypto';
import type { TestApi } from '../../support/test-api.ts';
import { startTestApi } from '../../support/test-api.ts';
import { TestPlatform } from '../../support/test-platform.ts';
import { newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

interface Golden {
  readonly golden_id: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly sources: readonly { readonly record_key: string }[];
}

let platform: TestPlatform;
let api: TestApi;
let user: TestUser;
const viewer = (): string => user.token;

const get = async <T>(path: string): Promise<T> => {
  const { status, text } = await api.ask('GET', `/api/v1/dcl/${path}`, { token: viewer() });
  if (status !== 200) throw new Error(`${path} answered ${String(status)}: ${text}`);
  return JSON.parse(text) as T;
};
const post = (path: string, body: unknown) =>
  api.ask('POST', `/api/v1/dcl/${path}`, { token: viewer(), body });

/** Does something that queues a connect, and waits for its end. */
const connected = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
  const { status, text, json = {} } = await post(path, body);
  if (status !== 202) throw new Error(`${path} answered ${String(status)}: ${text}`);
  const task = await platform.ended(String(json['task_id']));
  expect([task.state, task.error]).toEqual(['success', null]);
  return json;
};

const accountHeader = 'Id,Name,Website,Phone,Industry,BillingCity,LastModifiedDate';
const accounts: Readonly<Record<string, readonly string[]>> = {
  crm: [
    '1,Acme Steel GmbH,https://acme-steel.example,+493012345678,Metal,Berlin,2026-01-01T00:00:00Z',
    '2,Blue Ocean Foods,https://blue-ocean.example,+14155550100,=HYPERLINK("x"),Oakland,2026-01-02T00:00:00Z',
    '3,Cedar Paper,https://cedar-paper.example,+14155550111,Paper,Portland,2026-01-03T00:00:00Z',
  ],
  shop: [
    'x,ACME Steel,https://www.acme-steel.example/home,+49 30 12345678,Steel works,Berlin,2026-03-01T00:00:00Z',
  ],
};

const list = (query: string): Promise<{ data: Golden[]; page: { next_cursor: string | null } }> =>
  get(`views/account${query}`);
const named = async (name: string): Promise<Golden> => {
  const found = (await list('?limit=200')).data.find(({ values }) => values['name'] === name);
  if (found === undefined) throw new Error(`there is no golden ${name}`);
  return found;
};

beforeAll(async () => {
  platform = await TestPlatform.start();
  api = await startTestApi({
    database: platform.database,
    environment: { ...platform.environment, RATE_WRITES_PER_MINUTE: '1000' },
  });
  user = await newTenant(api);
  Object.assign(platform, { tenantId: user.tenantId });
  await platform.startWorker();
  for (const [slug, rows] of Object.entries(accounts)) {
    const connection = await platform.connectFiles(slug, {
      'Account.csv': [accountHeader, ...rows].join('\n'),
    });
    expect((await platform.ingest(connection)).state).toBe('success');
  }
}, 180_000);
afterAll(async () => {
  await api.close();
  await platform.stop();
});

test('before the first connect there is nothing to see, and it says so', async () => {
  expect(await get('state')).toMatchObject({ current: null, newest: null, behind: 4, decisions: 0 });
  expect((await list('')).data).toEqual([]);
  expect((await post('query', { sql: 'SELECT 1' })).status).toBe(409);
  expect((await post('connect', { sources: ['crm', 'unknown'] })).json).toMatchObject({
    code: 'validation_failed',
    errors: [{ pointer: '/sources/1' }],
  });
});

describe('after a connect', () => {
  beforeAll(async () => {
    await connected('connect', { sources: ['crm'], agents: [] });
  }, 120_000);

  test('the state tells what there is, also by its former address', async () => {
    const { status, json } = await api.ask('GET', '/dcl/state', { token: viewer() });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      behind: 0,
      current: {
        generation: 1,
        counts: { records: { account: 4 }, golden: { account: 3 }, duplicates: { account: 1 } },
      },
    });
  });

  test('views are filtered and sorted by the documented columns, page by page, and by no others', async () => {
    const names = async (query: string): Promise<unknown[]> =>
      (await list(query)).data.map(({ values }) => values['name']);
    expect(await names('?sort=name')).toEqual(['ACME Steel', 'Blue Ocean Foods', 'Cedar Paper']);
    expect(await names('?sort=-name')).toEqual(['Cedar Paper', 'Blue Ocean Foods', 'ACME Steel']);
    expect(await names('?domain=cedar-paper.example')).toEqual(['Cedar Paper']);
    expect(await names('?updated_at_from=2026-01-03&sort=updated_at')).toEqual(['Cedar Paper', 'ACME Steel']);
    // No account has a revenue: those without a value stand last, and every page goes on where the one before ended.
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const { data, page } = await list(`?sort=annual_revenue&limit=1${cursor}`);
      seen.push(...data.map(({ values }) => values['name']));
      cursor = page.next_cursor === null ? '' : `&cursor=${encodeURIComponent(page.next_cursor)}`;
    } while (cursor !== '');
    expect(seen.sort()).toEqual(['ACME Steel', 'Blue Ocean Foods', 'Cedar Paper']);
    for (const [query, pointer] of [
      ['?stage=won', '?stage'],
      ['?sort=phone', '?sort'],
      ['?updated_at_from=yesterday', '?updated_at_from'],
      ['?billing_city=Berlin', undefined],
    ] as const) {
      const { status, json } = await api.ask('GET', `/api/v1/dcl/views/account${query}`, { token: viewer() });
      expect([query, status >= 400]).toEqual([query, true]);
      if (pointer !== undefined) expect(json).toMatchObject({ errors: [{ pointer }] });
    }
  });

  test('a golden record tells where each value comes from and why its records are one', async () => {
    const { golden_id } = await named('ACME Steel');
    const detail = await get<Record<string, unknown>>(`views/account/${golden_id}`);
    expect(detail['origins']).toContainEqual({
      field: 'name',
      record_key: 'shop/Account.csv/x',
      mapping_version: 1,
      seq: 4,
      rule: 'freshest',
    });
    expect(detail['members']).toHaveLength(2);
    const explained = await get<{
      pairs: { bits: number; probability: number; steps: { name: string; bits: number; total: number }[] }[];
    }>(`views/account/${golden_id}/explanation`);
    const [pair] = explained.pairs;
    expect(explained.pairs).toHaveLength(1);
    expect(pair?.probability).toBeGreaterThan(0.9);
    expect(pair?.steps.at(-1)?.total).toBeCloseTo(pair?.bits ?? 0, 4);
    expect(pair?.steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['prior', 'name']));
  });

  test('a query answers by SQL, and an export by CSV without formulas and by Parquet', async () => {
    const answer = await post('query', {
      sql: 'SELECT count(*) AS n FROM accounts WHERE domain = $1',
      parameters: ['acme-steel.example'],
    });
    expect(answer.json).toMatchObject({
      generation: 1,
      columns: [{ name: 'n', type: 'BIGINT' }],
      rows: [[1]],
    });
    const refused = await post('query', { sql: `SELECT * FROM read_text('/etc/passwd')` });
    expect([refused.status, refused.json?.['code']]).toEqual([422, 'query_refused']);
    const csv = await api.ask('GET', '/api/v1/dcl/export/account', { token: viewer() });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.text.split('\n')).toHaveLength(5);
    expect(csv.text).toContain(`"'=HYPERLINK(""x"")"`);
    const parquet = await api.ask('GET', '/api/v1/dcl/export/account?format=parquet', { token: viewer() });
    expect(parquet.text.slice(0, 4)).toBe('PAR1');
  });

  test('a merge by a person holds, redirects, is told and can be taken back', async () => {
    const [steel, cedar] = [await named('ACME Steel'), await named('Cedar Paper')];
    const { decision_id } = await connected('merge', {
      entity: 'account',
      ids: [steel.golden_id, cedar.golden_id],
      reason: 'bought',
    });
    expect((await list('')).data).toHaveLength(2);
    const moved = await get<Record<string, unknown>>(`views/account/${cedar.golden_id}`);
    expect(moved).toMatchObject({ golden_id: steel.golden_id, redirected_from: cedar.golden_id });
    await connected('connect', { agents: [], estimate: true });
    expect((await list('')).data).toHaveLength(2);
    const events = await api.ask('GET', '/api/v1/events?types=golden.*', { token: viewer() });
    const [event] = (events.json?.['data'] as Record<string, unknown>[]).filter(
      ({ data }) => (data as Record<string, unknown>)['decision_id'] === decision_id,
    );
    expect(event).toMatchObject({
      type: 'golden.merged',
      data: { inverse: { path: `/api/v1/dcl/decisions/${String(decision_id)}/undo` } },
    });
    await connected(`decisions/${String(decision_id)}/undo`, undefined);
    expect((await named('Cedar Paper')).golden_id).toBe(cedar.golden_id);
    expect((await post(`decisions/${String(decision_id)}/undo`, undefined)).status).toBe(409);
  });

  test('a split by a person survives a rebuild; nonsense is refused with its place', async () => {
    const { golden_id, sources } = await named('ACME Steel');
    const groups = sources.map(({ record_key }) => [record_key]);
    const wrong = await post('split', { entity: 'account', id: golden_id, groups: [['a'], groups[0]] });
    expect(wrong.json).toMatchObject({ errors: [{ pointer: '/groups/0/0', code: 'not_a_member' }] });
    expect((await post('merge', { entity: 'account', ids: [golden_id, golden_id] })).status).toBe(422);
    expect((await post('merge', { entity: 'account', ids: [golden_id, 'acc_none'] })).status).toBe(404);
    await connected('split', { entity: 'account', id: golden_id, groups });
    await connected('connect', { agents: [] });
    expect((await list('')).data).toHaveLength(4);
    const { golden_id: cedar } = await named('Cedar Paper');
    await connected('pin', { entity: 'account', record_key: groups[1]?.[0], id: cedar });
    expect((await get<Golden>(`views/account/${cedar}`)).sources).toHaveLength(2);
    expect(await get('decisions')).toMatchObject({
      data: [{ kind: 'pin' }, { kind: 'split' }, { kind: 'merge' }],
    });
  });
});

test('people of another tenant find nothing of it', async () => {
  const stranger = await newTenant(api);
  const { golden_id } = await named('Blue Ocean Foods');
  for (const path of [`views/account/${golden_id}`, `views/account/${golden_id}/explanation`]) {
    const { status } = await api.ask('GET', `/api/v1/dcl/${path}`, { token: stranger.token });
    expect([path, status]).toEqual([path, 404]);
  }
  const merged = await api.ask('POST', `/api/v1/dcl/decisions/${randomUUID()}/undo`, {
    token: stranger.token,
  });
  expect(merged.status).toBe(404);
});
