import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { writeEvent } from '../../support/event-stream.ts';
import { runCli } from '../../support/run-cli.ts';
import type { Ran } from '../../support/run-cli.ts';
import { testFolder } from '../../support/services.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newTenant, testPassword } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

let api: TestApi;
let user: TestUser;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(testFolder(), 'cli-'));
  api = await startTestApi({
    environment: { RATE_WRITES_PER_MINUTE: '100000', RATE_READS_PER_MINUTE: '100000' },
  });
  user = await newTenant(api);
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (
  words: readonly string[],
  { environment = {}, input = '' }: { environment?: Record<string, string>; input?: string } = {},
): Promise<Ran> => runCli(words, { AUTONOMOS_HOME: folder, AUTONOMOS_URL: api.url, ...environment }, input);
const signedIn = (...words: string[]): Promise<Ran> =>
  run(words, { environment: { AUTONOMOS_TOKEN: user.token } });
const add = (name: string): Promise<Ran> =>
  signedIn('--json', 'connections', 'add', '--system', 'filesource', '--name', name, '--config', '{}');

test('without a session every command ends with 3 and says how to sign in', async () => {
  const { code, err } = await run(['connections', 'list']);
  expect([code, err]).toEqual([3, expect.stringContaining('autonomos login') as string]);
});

test('login keeps a session for the owner alone; logout forgets it', async () => {
  const wrong = await run(['login', '--email', user.email], { environment: { AUTONOMOS_PASSWORD: 'wrong' } });
  expect(wrong.code).toBe(3);
  const right = await run(['login', '--email', user.email], {
    environment: { AUTONOMOS_PASSWORD: testPassword },
  });
  expect(right.code).toBe(0);
  expect(statSync(join(folder, 'session.json')).mode & 0o777).toBe(0o600);
  expect((await run(['connections', 'list'])).code).toBe(0);
  const { refresh_token } = JSON.parse(readFileSync(join(folder, 'session.json'), 'utf8')) as {
    refresh_token: string;
  };
  expect((await run(['logout'])).code).toBe(0);
  expect((await run(['connections', 'list'])).code).toBe(3);
  const again = await api.ask('POST', '/api/v1/auth/refresh', { body: { refresh_token } });
  expect(again.status).toBe(401);
});

test('commands side by side refresh a session once, and none of them loses it', async () => {
  await run(['login', '--email', user.email], { environment: { AUTONOMOS_PASSWORD: testPassword } });
  const file = join(folder, 'session.json');
  const session = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...session, expires_at: 0 }));
  const runs = await Promise.all([1, 2].map(() => run(['connections', 'list'])));
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  await run(['logout']);
});

test('connections are added and listed, for people and for programs', async () => {
  const { code, out } = await add('Files');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ slug: 'files', system: 'filesource' });
  const table = await signedIn('connections', 'list');
  expect(table.out).toMatch(/│ files +│ Files +│ filesource +│ new/);
  const listed = await signedIn('--json', 'connections', 'list');
  expect(JSON.parse(listed.out)).toMatchObject([{ slug: 'files' }]);
});

test('a connection is scheduled, paused and removed', async () => {
  await add('Passing');
  expect((await signedIn('connections', 'schedule', 'passing', '600')).out).toContain('every 600 s');
  expect((await signedIn('connections', 'pause', 'passing')).out).toContain('passing is paused');
  expect((await signedIn('connections', 'remove', 'passing')).code).toBe(0);
  expect((await signedIn('connections', 'resume', 'passing')).code).toBe(4);
});

test('objects are listed and steered by their name', async () => {
  await add('Steered');
  expect((await signedIn('--json', 'connections', 'objects', 'steered')).out.trim()).toBe('[]');
  for (const verb of ['pause', 'resume', 'resync']) {
    const { code, err } = await signedIn('connections', verb, 'steered', '--object', 'nowhere.csv');
    expect([code, err]).toEqual([4, expect.stringContaining('nowhere.csv is not mapped') as string]);
  }
});

test('secrets come by file or standard input, never by argument', async () => {
  const words = [
    'connections',
    'add',
    '--system',
    'supabase',
    '--name',
    'DB',
    '--config',
    '{"host":"db.example.com"}',
  ];
  const argued = await signedIn(...words, '--credentials', '{"password":"x"}');
  expect([argued.code, argued.err]).toEqual([6, expect.stringContaining('@FILE') as string]);
  const piped = await run([...words, '--credentials', '-'], {
    environment: { AUTONOMOS_TOKEN: user.token },
    input: '{"password":"x"}',
  });
  expect(piped.code).toBe(0);
});

test('refusals end with the code of their kind and name the field', async () => {
  const invalid = await signedIn('connections', 'add', '--system', 'supabase', '--name', 'x');
  expect([invalid.code, invalid.err]).toEqual([6, expect.stringContaining('/config/host') as string]);
  expect((await signedIn('ingest', 'nowhere')).code).toBe(4);
  expect((await signedIn('tasks', 'show')).code).toBe(2);
  const down = await run(['tasks', 'list'], {
    environment: { AUTONOMOS_TOKEN: 'x', AUTONOMOS_URL: 'http://127.0.0.1:1' },
  });
  expect(down.code).toBe(7);
});

test('files that are not there are refused in a sentence without a stack', async () => {
  const words = ['connections', 'add', '--system', 'filesource', '--name', 'x', '--config', '@/no/such'];
  const refused = await signedIn(...words);
  expect([refused.code, refused.err]).toEqual([
    4,
    'autonomos: /no/such cannot be read: there is no such file or folder\n',
  ]);
});

test('an address that is not our API is named as such', async () => {
  const stranger = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  const { code, err } = await run(['tasks', 'list'], {
    environment: { AUTONOMOS_TOKEN: 'x', AUTONOMOS_URL: url },
  });
  stranger.close();
  expect([code, err]).toEqual([7, expect.stringContaining('is it the right address?') as string]);
});

test('tasks are started, shown, cancelled and retried', async () => {
  await add('Tasks');
  const started = JSON.parse((await signedIn('--json', 'ingest', 'tasks')).out) as { task_id: string };
  const listed = await signedIn('tasks', 'list', '--state', 'queued');
  expect(listed.out).toContain(started.task_id);
  const cancelled = await signedIn('--json', 'tasks', 'cancel', started.task_id);
  expect(JSON.parse(cancelled.out)).toMatchObject({ state: 'cancelled' });
  expect((await signedIn('tasks', 'pause', started.task_id)).code).toBe(5);
  expect((await signedIn('tasks', 'watch', started.task_id)).code).toBe(7);
  const retried = JSON.parse((await signedIn('--json', 'tasks', 'retry', started.task_id)).out) as {
    task_id: string;
  };
  expect(retried.task_id).not.toBe(started.task_id);
  expect((await signedIn('tasks', 'show', retried.task_id)).out).toContain('ingest');
});

test('a mapping is applied from a file, and exported as it was', async () => {
  await add('Mapped');
  const file = join(folder, 'accounts.yaml');
  const yaml =
    '# by hand\nsystem: filesource\nobject: a.csv\nentity: account\nversion: 1\nkey: Id\nfields:\n  name: Name\n';
  writeFileSync(file, yaml);
  const words = ['mappings', 'apply', file, '--connection', 'mapped', '--reason', 'first'];
  expect((await signedIn(...words)).out).toContain('Version 1 is active');
  expect((await signedIn('mappings', 'list')).out).toContain('mapped/a.csv/account');
  expect((await signedIn('mappings', 'show', 'mapped/a.csv/account')).out).toContain('# by hand');
  const output = join(folder, 'exported.yaml');
  expect((await signedIn('mappings', 'export', 'mapped/a.csv/account', '--output', output)).code).toBe(0);
  expect(readFileSync(output, 'utf8')).toBe(yaml);
  expect((await signedIn('mappings', 'try', 'mapped/a.csv/account', '--file', file)).out).toContain(
    'No record is stored yet',
  );
  const unsaid = await signedIn('mappings', 'try', 'mapped/a.csv/account');
  expect([unsaid.code, unsaid.err]).toEqual([
    6,
    expect.stringContaining('--file FILE, or --at VERSION') as string,
  ]);
  writeFileSync(file, yaml.replace('name: Name', 'nmae: Name'));
  const wrong = await signedIn(...words);
  expect([wrong.code, wrong.err]).toEqual([6, expect.stringMatching(/line 8, column 3/) as string]);
});

test('events are followed from an id on', async () => {
  const from = await writeEvent(api, user, 'test.from');
  await writeEvent(api, user, 'test.one', { n: 1 });
  const words = ['events', 'tail', '--after', String(from), '--types', 'test.*', '--most', '2'];
  const tailing = signedIn('--json', ...words);
  await writeEvent(api, user, 'test.two', { n: 2 });
  const { code, out } = await tailing;
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type),
  ).toEqual(['test.one', 'test.two']);
});
