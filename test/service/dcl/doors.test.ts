import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { runCli } from '../../support/run-cli.ts';
import type { Ran } from '../../support/run-cli.ts';
import { startInstallation } from '../../support/test-installation.ts';
import type { TestInstallation } from '../../support/test-installation.ts';
import { until } from '../../support/test-platform.ts';

/** Golden records by the command line, and what the socket for them tells meanwhile. */
type Message = Readonly<Record<string, unknown>>;

const header = 'Id,Name,Website,Phone,Industry,BillingCity,LastModifiedDate';
const accounts: Readonly<Record<string, readonly string[]>> = {
  crm: [
    '1,Acme Steel GmbH,https://acme-steel.example,+493012345678,Metal,Berlin,2026-01-01T00:00:00Z',
    '2,Blue Ocean Foods,https://blue-ocean.example,+14155550100,Food,Oakland,2026-01-02T00:00:00Z',
  ],
  shop: ['x,ACME Steel,https://www.acme-steel.example,+49 30 12345678,Steel,Berlin,2026-03-01T00:00:00Z'],
};

let it: TestInstallation;
let folder: string;
const autonomos = (...words: string[]): Promise<Ran> =>
  runCli(words, {
    AUTONOMOS_URL: it.api.url,
    AUTONOMOS_TOKEN: it.admin.token,
    AUTONOMOS_HOME: it.platform.folder,
  });
const json = async (...words: string[]): Promise<unknown> => {
  const { code, out, err } = await autonomos('--json', ...words);
  expect([words, code, err]).toEqual([words, 0, expect.anything()]);
  return JSON.parse(out);
};

/** Opens a socket at a path with a ticket of its own; the messages that have come. */
const watch = async (path: string): Promise<{ messages: Message[]; close: () => void }> => {
  const { json: ticket } = await it.ask('POST', '/events/ticket');
  const { search } = new URL(String(ticket?.['url']), it.api.url);
  const messages: Message[] = [];
  const socket = new WebSocket(it.api.url.replace('http', 'ws') + path + search);
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
  await until('the socket is open', () => messages.length > 0);
  return {
    messages,
    close: () => {
      socket.close();
    },
  };
};

beforeAll(async () => {
  it = await startInstallation();
  folder = join(it.platform.folder, 'files', it.admin.tenantId);
  for (const [slug, rows] of Object.entries(accounts)) {
    await mkdir(join(folder, slug), { recursive: true });
    await writeFile(join(folder, slug, 'Account.csv'), [header, ...rows].join('\n'));
    const id = await it.connect({ system: 'filesource', slug, name: slug, config: { folder: slug } });
    expect((await it.ingest(id))['state']).toBe('success');
  }
}, 180_000);
afterAll(() => it.close());

test('before the first connect the state says what to do', async () => {
  const { code, out } = await autonomos('dcl', 'state');
  expect([code, out]).toEqual([0, expect.stringContaining('No golden records yet: autonomos dcl connect')]);
});

test('a connect by the command line is told step by step at /dcl/ws, and nothing else is', async () => {
  const [short, long] = [await watch('/dcl/ws'), await watch('/api/v1/dcl/ws')];
  const seen = (type: string): Message[] => short.messages.filter((message) => message['type'] === type);
  // Progress is looked at now and then; a small connect may be over between two looks.
  for (let attempt = 1; seen('dcl.progress').length === 0 && attempt <= 10; attempt += 1) {
    const { code, out } = await autonomos('dcl', 'connect');
    expect([code, out]).toEqual([0, expect.stringContaining('connect success')]);
    await until('the connect is told', () => seen('dcl.published').length >= attempt);
  }
  const [progress] = seen('dcl.progress');
  expect(progress).toMatchObject({ subject: { kind: 'task' }, data: { kind: 'connect' } });
  expect(progress).not.toHaveProperty('id');
  expect(seen('dcl.published')[0]).toMatchObject({
    id: expect.any(Number) as number,
    subject: { kind: 'generation', id: '1' },
    data: { records: { account: 3 }, golden: { account: 2 }, duplicates: { account: 1 } },
  });
  const others = short.messages.filter(({ type }) => !/^(ready|dcl\..*|golden\..*)$/.test(String(type)));
  expect(others).toEqual([]);
  await until('both addresses tell the same', () =>
    long.messages.some((message) => message['type'] === 'dcl.published'),
  );
  short.close();
  long.close();
}, 240_000);

test('views, one golden record, a query and an export, for people and for programs', async () => {
  expect(await json('dcl', 'state')).toMatchObject({
    behind: 0,
    current: { counts: { golden: { account: 2 } } },
  });
  const [found] = (await json('dcl', 'views', 'accounts', '--where', 'domain=acme-steel.example')) as {
    golden_id: string;
    values: Message;
    sources: unknown[];
  }[];
  expect(found).toMatchObject({ values: { name: 'ACME Steel', industry: 'Steel' } });
  expect(found?.sources).toHaveLength(2);
  const one = await autonomos('dcl', 'views', 'account', found?.golden_id ?? '');
  expect(one.out).toMatch(/│ name +│ ACME Steel +│ shop\/Account\.csv\/x +│ 1 +│ freshest +│/);
  expect((await autonomos('dcl', 'views', 'accounts', '--sort', '-name')).out).toMatch(
    /Blue Ocean Foods[^]*ACME Steel/,
  );
  expect(
    await json('dcl', 'query', 'SELECT count(*) AS n FROM accounts WHERE name LIKE $1', 'ACME%'),
  ).toMatchObject({ rows: [[1]] });
  const file = join(it.platform.folder, 'accounts.csv');
  expect(await json('dcl', 'export', 'accounts', file)).toEqual({ file, format: 'csv' });
  expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(3);
});

test('what is wrong is said with its cure and an exit code', async () => {
  const view = await autonomos('dcl', 'views', 'customers');
  expect([view.code === 0, view.err]).toEqual([
    false,
    expect.stringContaining('there are accounts, contacts'),
  ]);
  const sql = await autonomos('dcl', 'query', `SELECT * FROM read_text('/etc/passwd')`);
  expect([sql.code === 0, sql.out]).toEqual([false, '']);
  const filter = await autonomos('dcl', 'views', 'accounts', '--where', 'phone=1');
  expect([filter.code === 0, filter.err]).toEqual([false, expect.stringContaining('phone')]);
});
