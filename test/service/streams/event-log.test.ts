import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newMember, newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

let api: TestApi;
let admin: TestUser;
let viewer: TestUser;
let connection: string;
const password = 'a very secret password';

beforeAll(async () => {
  api = await startTestApi();
  admin = await newTenant(api);
  viewer = await newMember(api, admin, 'viewer');
  const connect = async (name: string): Promise<string> => {
    const body = {
      system: 'supabase',
      name,
      config: { host: 'db.example.com', database: 'crm', ssl: 'require' },
      credentials: { password },
    };
    const { json } = await api.ask('POST', '/api/v1/connections', { token: admin.token, body });
    return String(json?.['connection_id']);
  };
  connection = await connect('Northern, "Sales"');
  await connect('Southern');
  const path = `/api/v1/connections/${connection}`;
  await api.ask('PATCH', path, { token: admin.token, body: { paused: true, credentials: { password } } });
  await api.ask('POST', `${path}/test`, { token: admin.token });
});
afterAll(() => api.close());

const get = (path: string, token = viewer.token) => api.ask('GET', `/api/v1${path}`, { token });
const typesIn = async (query: string): Promise<readonly unknown[]> =>
  ((await get(`/events?${query}`)).json?.['data'] as { type: string }[]).map(({ type }) => type);

test('events are found by words, each of which must stand in what they say', async () => {
  const about = `connection_id=${connection}`;
  expect(await typesIn(about)).toEqual(['task.queued', 'connection.changed', 'connection.created']);
  expect(await typesIn(`${about}&q=PAUSED`)).toEqual(['connection.changed']);
  expect(await typesIn('q=created%20northern')).toEqual(['connection.created']);
  expect(await typesIn('q=created%20eastern')).toEqual([]);
  // What an event says is searched, not the names under which it says it.
  expect(await typesIn(`${about}&q=subject_kind`)).toEqual([]);
  // Neither a pattern nor SQL.
  expect(await typesIn('q=%25')).toEqual([]);
  expect(await typesIn(`q=${encodeURIComponent("' or true --")}`)).toEqual([]);
  expect(await typesIn(`${about}&q=check&types=task.*`)).toEqual(['task.queued']);
});

test('the same selection is saved as CSV or JSON lines, and holds no secret', async () => {
  const lines = await get(`/events/export?connection_id=${connection}&format=jsonl`);
  expect(lines.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  const events = lines.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; data: { name?: string } });
  const listed = (await get(`/events?connection_id=${connection}`)).json?.['data'];
  expect(events).toEqual(listed);
  expect(events.at(-1)?.data.name).toBe('Northern, "Sales"');

  const csv = await get('/events/export?q=connection.changed');
  expect(csv.headers.get('content-disposition')).toContain('events.csv');
  const [heads, row, rest] = csv.text.split('\n');
  expect(heads).toBe('id,at,type,subject_kind,subject_id,task_id,trace_id,data');
  expect(row).toContain(`connection.changed,connection,${connection},,`);
  expect(rest).toBe('');
  expect((await get('/events/export')).text).toContain('Southern');
  expect(lines.text + (await get('/events/export')).text).not.toContain(password);

  expect((await api.ask('GET', '/api/v1/events/export')).status).toBe(401);
  expect((await get('/events/export?format=xml')).status).toBe(422);
  const stranger = await newTenant(api);
  const theirs = await get(`/events/export?connection_id=${connection}`, stranger.token);
  expect([theirs.status, theirs.text.trimEnd().split('\n')]).toEqual([200, [heads]]);
});
