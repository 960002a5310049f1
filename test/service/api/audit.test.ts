import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

let api: TestApi;
let admin: TestUser;
/** More than the export fetches at once. */
const planted = 1_700;

beforeAll(async () => {
  api = await startTestApi({ environment: { RATE_READS_PER_MINUTE: '100000' } });
  admin = await newTenant(api);
  // Several share a microsecond: the next piece may neither skip nor repeat one of them.
  await api.database.admin.query(
    `insert into au.audit_log (tenant_id, audit_id, at, actor, action, subject, status, trace_id)
     select $1, gen_random_uuid(), timestamptz '2020-01-01Z' + (n / 7) * interval '1 hour', 'planter',
       case when n % 2 = 0 then 'evenAction' else 'oddAction' end, '=1+' || n, 200 + (n % 4) * 100, 'trace'
     from generate_series(1, $2) n`,
    [admin.tenantId, planted],
  );
});
afterAll(() => api.close());

const get = (path: string, user = admin) => api.ask('GET', `/api/v1/audit${path}`, { token: user.token });
const exported = async (path: string, user = admin): Promise<readonly string[]> =>
  (await get(`/export${path}`, user)).text.trim().split('\n');

test.each([
  ['actor=planter', planted],
  ['action=evenAction', planted / 2],
  ['actor=planter&outcome=done', planted / 2],
  ['outcome=refused&actor=planter', planted / 4],
  ['outcome=failed', planted / 4],
  ['since=2020-01-01T01:00:00Z&until=2020-01-01T02:00:00Z', 7],
  ['actor=nobody', 0],
])('%s leaves %s entries, in the export as in the list', async (filter, count) => {
  const lines = await exported(`?${filter}`);
  expect(lines).toHaveLength(1 + count);
  const listed = (await get(`?limit=200&${filter}`)).json?.['data'] as Record<string, unknown>[];
  expect(lines.slice(1, 201).map((line) => line.split(',')[7])).toEqual(
    listed.map(({ audit_id }) => audit_id),
  );
  expect(new Set(lines).size).toBe(lines.length);
});

test('a file that a spreadsheet opens runs nothing, and holds nothing of another tenant', async () => {
  const [head, first] = await exported('?action=oddAction');
  expect(head).toBe('at,actor,action,subject,status,ip,trace_id,audit_id,before_digest,after_digest');
  expect(first?.split(',')[3]).toMatch(/^'=1\+\d+$/);
  const other = await newTenant(api, 'Other');
  expect(await exported('?actor=planter', other)).toHaveLength(1);
});

test('an unknown filter or outcome is refused with its place', async () => {
  expect((await get('/export?limit=5')).status).toBe(422);
  expect((await get('?outcome=maybe')).status).toBe(422);
  expect((await get('?since=yesterday')).status).toBe(422);
});
