import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { choose, pressOn, typeInto } from '../support/keyboard.ts';
import { TenantConsole } from '../support/tenant-console.ts';
import { until } from '../support/test-platform.ts';

/** What an operator looks into and acts on all day, by keyboard, each compared with the API. */

let tenant: TenantConsole;
let page: Page;
/** A connection whose file has changed its columns, and one whose folder is not there. */
let crm: string;
let lost: string;

const mapping = `system: filesource
object: firms.csv
entity: account
version: 1
key: id
fields:
  name: { from: title, required: true }
  industry: sector
`;

beforeAll(async () => {
  // Port 9 of this machine may be reached, and nothing listens there.
  tenant = await TenantConsole.start({ NODE_ENV: 'test', EGRESS_ALLOW: '127.0.0.1:9' });
  await tenant.writeFiles('crm', {
    'firms.csv': 'id;title;sector\n1;Acme;retail\n2;Łódź Works;steel\n3;x;y;z\n',
  });
  crm = await tenant.connect('CRM', 'crm');
  await tenant.ask('POST', '/mesh/mappings', { connection_id: crm, document: mapping, reason: 'first' });
  await tenant.ingest(crm);
  await tenant.writeFiles('crm', { 'firms.csv': 'id;title;town\n1;Acme;Paris\n2;Łódź Works;Łódź\n' });
  await tenant.ingest(crm);
  lost = await tenant.connect('Lost folder', 'lost');
  await tenant.ingest(lost);
  await tenant.ingest(lost);
  page = await tenant.signedIn('/monitor');
}, 420_000);

afterAll(() => tenant.stop());

const open = async (path: string): Promise<void> => {
  await page.goto(tenant.under.base + path);
  await page.getByRole('heading', { level: 1 }).waitFor();
};
const param = (name: string): string | null => new URL(page.url()).searchParams.get(name);

test('a test of files shows how they would be read', async () => {
  await open(`/connections/${crm}`);
  await pressOn(page, page.getByRole('button', { name: 'Test now' }));
  const shown = page.getByRole('region', { name: 'How the files would be read' });
  await shown.getByText('Semicolon', { exact: true }).waitFor();
  const { report } = (await tenant.ask('GET', `/connections/${crm}/check`)) as {
    report: {
      preview: { layout: { value: string }[]; columns: { name: string; type: string }[]; rows: string[][] }[];
    };
  };
  const [preview] = report.preview;
  expect(preview?.layout.map(({ value }) => value)).toEqual(['Semicolon', 'utf-8', '1']);
  const table = shown.getByRole('table');
  expect(await table.getByRole('columnheader').allInnerTexts()).toEqual(
    preview?.columns.map(({ name, type }) => `${name}\n${type}`),
  );
  expect(await table.getByRole('cell').allInnerTexts()).toEqual(preview?.rows.flat());
}, 120_000);

test('two versions of a schema stand side by side, and the address says which', async () => {
  await open(`/connections/${crm}?tab=schemas`);
  await pressOn(page, page.getByRole('button', { name: 'Compare versions' }));
  const differing = page.getByRole('table', { name: 'What differs in firms.csv' }).getByRole('rowheader');
  await differing.first().waitFor();
  const compared = (await tenant.ask(
    'GET',
    `/connections/${crm}/schemas/compare?object=firms.csv&from=1&to=2`,
  )) as { fields: { name: string; change: string }[] };
  const wanted = compared.fields.filter(({ change }) => change !== 'same').map(({ name }) => name);
  expect(wanted).toEqual(['town', 'sector']);
  expect(await differing.allInnerTexts()).toEqual(wanted);
  await choose(page, page.getByLabel('From'), 'Version 2');
  await page.getByText('No field differs; 3 fields in both.').waitFor();
  expect([param('compare'), param('from')]).toEqual(['firms.csv', '2']);
  await page.reload();
  await page.getByText('No field differs; 3 fields in both.').waitFor();
}, 120_000);

test('what happened to a connection is its timeline, narrowed by type, each event by its own address', async () => {
  await open(`/connections/${crm}?tab=timeline`);
  const list = page.getByRole('list', { name: 'Timeline' }).getByRole('button');
  const logged = async (types: string) => await tenant.list(`/events?connection_id=${crm}${types}`);
  await until('all are shown', async () => (await list.count()) === (await logged('')).length);
  const tickets = await logged('&types=drift.*');
  expect(tickets.length).toBeGreaterThan(0);
  expect(await tenant.list(`/events?connection_id=${lost}&types=drift.*`)).toEqual([]);
  await choose(page, page.getByLabel('Type'), 'Drift');
  await until('the list is narrowed', async () => (await list.count()) === tickets.length);
  await pressOn(page, list.first());
  await page.waitForURL((url) => url.searchParams.get('event') === String(tickets[0]?.['id']));
  await page.reload();
  await page.getByRole('dialog').getByText(String(tickets[0]?.['trace_id'])).first().waitFor();
  await page.keyboard.press('Escape');
}, 120_000);

test('the timeline is searched by words, and what is found is saved', async () => {
  await open(`/connections/${crm}?tab=timeline`);
  const words = page.getByRole('search', { name: 'Timeline' }).getByRole('searchbox');
  await typeInto(page, words, 'drift firms.csv');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('q') === 'drift firms.csv');
  const found = await tenant.list(`/events?connection_id=${crm}&q=drift%20firms.csv`);
  expect(found.length).toBeGreaterThan(0);
  const list = page.getByRole('list', { name: 'Timeline' }).getByRole('button');
  await until('the list is narrowed', async () => (await list.count()) === found.length);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    pressOn(page, page.getByRole('button', { name: 'JSON lines' })),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(found);
}, 120_000);

interface Health {
  readonly name: string;
  readonly recent_runs: readonly { readonly state: string }[];
}

test('the monitor has the last runs of each connection, narrows by status, and looks into one', async () => {
  await open('/monitor');
  const table = page.getByRole('table', { name: 'Health of the connections' });
  await table.getByRole('rowheader').first().waitFor();
  const runs = new Map(
    ((await tenant.list('/mesh/connections')) as unknown as Health[]).map((one) => [
      one.name,
      one.recent_runs,
    ]),
  );
  expect(runs.get('CRM')?.map(({ state }) => state)).toEqual(['success', 'success']);
  expect(runs.get('Lost folder')?.map(({ state }) => state)).toEqual(['failed', 'failed']);
  await table.getByRole('img', { name: 'The last 2 runs: 2 success' }).waitFor();
  await table.getByRole('img', { name: 'The last 2 runs: 2 failed' }).waitFor();
  const health = page.getByRole('region', { name: 'Connections', exact: true });
  const status = String((await tenant.ask('GET', `/connections/${lost}`))['status']);
  const some = (await tenant.list(`/mesh/connections?status=${status}`)).length;
  await health.getByLabel('Status').selectOption(status);
  await page.waitForURL((url) => url.searchParams.get('status') === status);
  await until('the list is narrowed', async () => (await table.getByRole('rowheader').count()) === some);
  await table.getByRole('img', { name: 'The last 2 runs: 2 failed' }).waitFor();
  await page.goBack();
  await pressOn(page, table.getByRole('button', { name: 'Look at CRM' }));
  const dialog = page.getByRole('dialog', { name: 'CRM' });
  await dialog.getByRole('table', { name: 'What differs in firms.csv' }).waitFor();
  expect(param('peek')).toBe(crm);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
}, 120_000);

test('ticked tasks are run again together, each with what became of it', async () => {
  await open('/tasks?state=failed');
  // The same rows stand there before and after, so that only the answer tells when they are drawn anew.
  const narrowed = page.waitForResponse((response) => response.url().includes(`subject_id=${lost}`));
  await page
    .getByLabel('Connection')
    .getByRole('option', { name: 'Lost folder' })
    .waitFor({ state: 'attached' });
  await choose(page, page.getByLabel('Connection'), 'Lost folder');
  await (await narrowed).finished();
  const failed = (await tenant.list('/tasks?state=failed')).map(({ task_id }) => String(task_id));
  expect(failed).toHaveLength(2);
  for (const id of failed) {
    const box = page.getByRole('checkbox', { name: `Tick Ingest ${id.slice(0, 8)}` });
    await pressOn(page, box, 'Space');
    await until('it is ticked', () => box.isChecked());
  }
  await pressOn(page, page.getByRole('button', { name: 'Run again 2' }));
  const dialog = page.getByRole('dialog', { name: 'Run 2 tasks again?' });
  await until('both are listed', async () => (await dialog.getByRole('listitem').count()) === 2);
  await pressOn(page, dialog.getByRole('button', { name: 'Run 2 tasks again' }));
  await dialog.getByText('2 of 2 tasks: started again').waitFor();
  await pressOn(page, dialog.getByRole('button', { name: 'Done' }));
  await page.getByRole('region', { name: 'Ticked tasks' }).waitFor({ state: 'hidden' });
  const retried = async () =>
    (
      await Promise.all(
        failed.map(async (id) => (await tenant.ask('GET', `/tasks/${id}`))['trail'] as { kind: string }[]),
      )
    ).map((trail) => trail.at(-1)?.kind);
  expect(await retried()).toEqual(['retried', 'retried']);
  await open(`/tasks/${failed[0] ?? ''}`);
  const input = page.getByLabel('Input (JSON)');
  const { input: given } = await tenant.ask('GET', `/tasks/${failed[0] ?? ''}`);
  expect(JSON.parse(await input.innerText())).toEqual(given);
}, 120_000);

test('a task that cannot go on says what it tries, how often, and when again', async () => {
  const body = {
    system: 'supabase',
    name: 'Far database',
    config: { host: '127.0.0.1', port: 9, ssl: 'disable' },
    credentials: { password: 'x' },
  };
  const { connection_id: far } = await tenant.ask('POST', '/connections', body);
  const { task_id: task } = await tenant.ask('POST', `/connections/${String(far)}/ingest`);
  await open(`/tasks/${String(task)}`);
  const step = page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await step.getByText(/^The last attempt failed: /).waitFor();
  expect(await step.getByText(/Attempt \d of 5/).count()).toBe(1);
  const { failures } = (await tenant.ended(task)) as { failures?: { reason: string }[] };
  expect(failures?.[0]?.reason).toContain('source_unreachable');
  expect(await tenant.ask('GET', `/tasks/${String(task)}/steps`)).toEqual({ data: [] });
}, 180_000);

test('the audit is narrowed in the address, and what is shown is exported', async () => {
  await open('/audit');
  await choose(page, page.getByLabel('What'), 'Create connection');
  await page.waitForURL((url) => url.searchParams.get('action') === 'createConnection');
  const rows = page.getByRole('table', { name: 'Audit entries' }).getByRole('rowheader');
  const listed = await tenant.list('/audit?action=createConnection');
  await until('the list is narrowed', async () => (await rows.count()) === listed.length);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    pressOn(page, page.getByRole('button', { name: 'Export as CSV' })),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  expect(lines.slice(1).map((line) => line.split(',')[7])).toEqual(listed.map(({ audit_id }) => audit_id));
  await choose(page, page.getByLabel('Outcome'), 'Failed');
  await page.getByText('No entry matches').waitFor();
  expect(await tenant.list('/audit?action=createConnection&outcome=failed')).toEqual([]);
}, 120_000);

test('an object is paused, resumed and read anew by itself', async () => {
  await open(`/connections/${crm}?tab=objects`);
  const state = async () => (await tenant.list(`/connections/${crm}/objects`))[0]?.['state'];
  const item = page.getByRole('list', { name: 'Objects' }).getByRole('listitem');
  await pressOn(page, item.getByRole('button', { name: 'Pause firms.csv' }));
  await item.getByText('Paused', { exact: true }).waitFor();
  expect(await state()).toBe('paused');
  await pressOn(page, item.getByRole('button', { name: 'Resume firms.csv' }));
  await item.getByText('Drifted', { exact: true }).waitFor();
  expect(await state()).toBe('drifted');
  await pressOn(page, item.getByRole('button', { name: 'Read anew: firms.csv' }));
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Read anew' }));
  await page.waitForURL(/\/tasks\/./);
  const task = await tenant.ended(page.url().split('/').at(-1));
  expect(task).toMatchObject({ state: 'success', ledgers: [{ stream: 'firms.csv', read: 2, changed: 0 }] });
}, 120_000);

test('columns say how full they are, and one search finds names in both tabs', async () => {
  await open('/ontology?tab=universe');
  const columns = page.getByRole('table', { name: 'Columns of firms.csv' });
  await columns.getByText('a a', { exact: true }).waitFor();
  const { columns: measured } = (await tenant.ask(
    'GET',
    `/dcl/ontology/sources/values?connection_id=${crm}&object=firms.csv`,
  )) as { columns: { name: string; empty_share: number }[] };
  expect(measured).toContainEqual({ name: 'title', empty_share: 0, shapes: ['a', 'a a'] });
  const find = page.getByRole('search', { name: 'Ontology' }).getByRole('searchbox');
  await typeInto(page, find, 'title');
  await page.keyboard.press('Enter');
  const found = page.getByRole('region', { name: 'Found for “title”' });
  for (const [kind, tab] of [
    ['field', 'Unified Entities'],
    ['column', 'Data Source Universe'],
  ] as const) {
    const { data } = (await tenant.ask('GET', `/dcl/lineage/search?q=title&kind=${kind}`)) as {
      data: { path: string }[];
    };
    expect(data.length).toBeGreaterThan(0);
    await found.getByRole('link', { name: data[0]?.path ?? '', exact: true }).waitFor();
    await found.getByText(tab).first().waitFor();
  }
}, 120_000);

test('the search finds tickets, entities and tasks', async () => {
  const [ticket] = await tenant.list('/mesh/drift?open=true');
  for (const [words, path] of [
    ['ticket firms', `/monitor/tickets/${String(ticket?.['drift_event_id'])}`],
    ['entity accounts', '/records?entity=account'],
    [`task ${String((await tenant.list('/tasks'))[0]?.['task_id'])}`, /\/tasks\/./],
  ] as const) {
    await page.keyboard.press('Control+k');
    const dialog = page.getByRole('dialog', { name: 'Search' });
    await dialog.getByRole('group', { name: 'Newest tasks' }).waitFor();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await page.waitForURL(typeof path === 'string' ? tenant.under.base + path : path);
  }
}, 120_000);

test('a source that is read too late is called stale, and figures look back as far as they are asked to', async () => {
  await tenant.under.platform.database.admin.query(
    `update au.connections set schedule_seconds = 3600, next_run_at = now() + interval '1 day',
       read_at = now() - interval '5 hours' where connection_id = $1`,
    [crm],
  );
  await open('/dashboard');
  await page
    .getByRole('list', { name: 'Needs attention' })
    .getByRole('link', { name: 'CRM is not read on time' })
    .waitFor();
  await choose(page, page.getByLabel('Time range'), 'The last 7');
  await page.waitForURL((url) => url.searchParams.get('range') === '7d');
  const { stream } = (await tenant.ask('GET', '/dashboard?range=7d')) as { stream: { events: number } };
  await page.getByText(`${stream.events} events in the last 7 days`).waitFor();
  const layers = page.getByRole('list', { name: 'Layers of the graph' }).getByRole('listitem');
  const { nodes } = (await tenant.ask('GET', '/dcl/graph')) as { nodes: { type: string; status: string }[] };
  expect(await layers.nth(2).innerText()).toContain(
    String(nodes.filter(({ type }) => type === 'ontology').length),
  );
  expect(nodes.some(({ status }) => status === 'stale')).toBe(true);
  await pressOn(page, page.getByRole('link', { name: 'Open the graph' }));
  await page.waitForURL(`${tenant.under.base}/graph`);
  await page
    .getByRole('button', { name: 'Source CRM, Stale: last read 5 hours ago, to be read every hour' })
    .waitFor();
}, 120_000);

test('a worker that nobody runs is named with its cure, and the sentence goes when it runs again', async () => {
  await open('/monitor');
  const services = page.getByRole('region', { name: 'Services' });
  const missing = services.getByText('no worker has polled this queue for 15 s: run `autonomos worker`');
  await services.getByText('Works', { exact: true }).first().waitFor();
  await missing.first().waitFor({ state: 'hidden' });
  const { worker, platform } = tenant.under;
  worker.child.kill('SIGKILL');
  await worker.exited;
  // The page asks by itself; nobody reloads it.
  await missing.first().waitFor();
  await services.getByText('Failed', { exact: true }).first().waitFor();
  await platform.startWorker();
  await missing.first().waitFor({ state: 'hidden' });
  expect(await missing.count()).toBe(0);
}, 180_000);
