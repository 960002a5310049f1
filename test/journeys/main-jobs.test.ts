import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { choose, pressOn, tabTo, typeInto } from '../support/keyboard.ts';
import { accounts, proposed, rowCount, seedJobs } from '../support/seeded-console.ts';
import { TenantConsole } from '../support/tenant-console.ts';
import { until } from '../support/test-platform.ts';
import { newMember } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';

/** The twelve main jobs, each by keyboard alone, and what the screen says against what the API answers. */

let tenant: TenantConsole;
let viewer: TestUser;
let offices: string;
/** The window in which the jobs are done, one after the other. */
let page: Page;

beforeAll(async () => {
  tenant = await TenantConsole.start();
  viewer = await newMember(tenant.under, tenant.admin, 'viewer');
  offices = await seedJobs(tenant);
  page = await tenant.window();
}, 420_000);

afterAll(() => tenant.stop());

const open = async (path: string, title: string): Promise<void> => {
  await page.goto(tenant.under.base + path);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
};

const inMain = (role: 'button' | 'link', name: string | RegExp) =>
  page.getByRole('main').getByRole(role, { name, exact: typeof name === 'string' });

const names = (rows: readonly Record<string, unknown>[]): readonly string[] =>
  rows.map(({ name }) => String(name));

const shownConnections = (where: Page): Promise<readonly string[]> =>
  where.getByRole('table', { name: 'Connections' }).getByRole('rowheader').getByRole('link').allInnerTexts();

const signInByKeys = async (where: Page): Promise<void> => {
  await where.goto(`${tenant.under.base}/sign-in`);
  await typeInto(where, where.getByLabel('E-mail'), tenant.admin.email);
  await typeInto(where, where.getByLabel('Password'), tenant.admin.password);
  await pressOn(where, where.getByRole('main').getByRole('button', { name: 'Sign in' }));
  await where.waitForURL(`${tenant.under.base}/connections`);
  await where.getByRole('table', { name: 'Connections' }).waitFor();
};

/** The numbers of the first ledger on screen: read, and what became of it. */
const shownLedger = async (): Promise<readonly number[]> => {
  const texts = await page.getByRole('list', { name: 'Ledgers' }).locator('dd').allInnerTexts();
  return texts.slice(0, 7).map((text) => Number(text.split('\n')[0]?.replaceAll(',', '')));
};

const ledgerOf = (task: Record<string, unknown>): readonly unknown[] => {
  const [ledger = {}] = task['ledgers'] as Record<string, unknown>[];
  return ['read', 'changed', 'unchanged', 'quarantined', 'parked', 'filtered', 'stale'].map(
    (part) => ledger[part],
  );
};

const taskOnScreen = (): string => new URL(page.url()).pathname.replace('/tasks/', '');
const succeeded = () => page.getByRole('main').getByText('Success', { exact: true }).first().waitFor();

test('sign in', async () => {
  await signInByKeys(page);
  const { name } = await tenant.ask('GET', '/auth/me');
  await page.getByRole('button', { name: `Account of ${String(name)}` }).waitFor();
  expect(await shownConnections(page)).toEqual(names(await tenant.list('/connections')));
}, 120_000);

test('connect a source', async () => {
  await pressOn(page, inMain('link', 'Connect a source').first());
  await pressOn(page, inMain('link', /^Files/));
  await typeInto(page, page.getByLabel('Name'), 'CRM export');
  await typeInto(page, page.getByLabel('Folder'), 'crm');
  await pressOn(page, inMain('button', 'Save and test'));
  await page.getByText('Everything works').waitFor();
  const made = (await tenant.list('/connections')).find(({ name }) => name === 'CRM export');
  expect(made).toMatchObject({ system: 'filesource' });
  expect(new URL(page.url()).searchParams.get('connection')).toBe(made?.['connection_id']);
}, 120_000);

test('test a connection', async () => {
  await pressOn(page, inMain('link', 'Go to the connection'));
  await page.getByRole('heading', { level: 1, name: 'CRM export' }).waitFor();
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const check = async () =>
    (await tenant.ask('GET', `/connections/${id}/check`)) as {
      checked_at: string;
      report: { steps: { name: string }[] };
    };
  const before = await check();
  await pressOn(page, inMain('button', 'Test now'));
  await until('a new test is over', async () => (await check()).checked_at > before.checked_at);
  const panel = page.getByRole('region', { name: 'Connection test' });
  await panel.getByRole('button', { name: 'Test now' }).waitFor();
  await panel.getByText('Everything works').waitFor();
  expect(await panel.getByRole('listitem').count()).toBe((await check()).report.steps.length);
}, 120_000);

test('sync', async () => {
  await pressOn(page, inMain('button', 'Ingest now'));
  await page.waitForURL(/\/tasks\/./);
  await succeeded();
  await page.getByRole('list', { name: 'Ledgers' }).waitFor();
  expect(await shownLedger()).toEqual(ledgerOf(await tenant.ask('GET', `/tasks/${taskOnScreen()}`)));
  expect((await shownLedger())[0]).toBe(40);
}, 180_000);

test("find a field's origin", async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search' }).waitFor();
  await page.keyboard.type('data lineage');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Data Lineage' }).waitFor();
  await typeInto(page, page.getByLabel('Name, or part of it'), 'account industry');
  await choose(page, page.getByLabel('Kind'), 'Canonical');
  // Hits of every kind stay on screen until those of the chosen one are there.
  const hits = page.getByRole('list', { name: 'Hits' });
  await pressOn(page, hits.getByRole('link', { name: /^industry\s+Canonical field/ }));
  await choose(page, page.getByLabel('Direction'), 'Where it comes');
  await page.waitForURL((url) => url.searchParams.get('direction') === 'up');
  const [kind = '', id = ''] = new URL(page.url()).searchParams.get('node')?.split(/:(.*)/s) ?? [];
  const trace = await tenant.ask('GET', `/dcl/lineage/${kind}/${encodeURIComponent(id)}?direction=up`);
  const columns = (trace['nodes'] as { id: string; kind: string }[]).filter((node) => node.kind === 'column');
  const cards = page.getByRole('list', { name: 'Source columns' }).locator('[data-node]');
  await until('all columns are shown', async () => (await cards.count()) === columns.length);
  const shown = await Promise.all((await cards.all()).map((card) => card.getAttribute('data-node')));
  expect(shown.toSorted()).toEqual(columns.map((node) => node.id).toSorted());
  expect(shown.some((node) => node?.endsWith('accounts.csv/sector'))).toBe(true);
}, 120_000);

test('approve', async () => {
  await open('/approvals', 'Approvals');
  const list = page.getByRole('list', { name: 'Waiting for a decision' });
  await list.getByRole('listitem').first().waitFor();
  expect(await list.getByRole('listitem').count()).toBe((await proposed(tenant)).length);
  await page.keyboard.press('j');
  const inHand = page.locator('a:focus');
  const [object, path] = [await inHand.innerText(), await inHand.getAttribute('href')];
  await page.keyboard.press('a');
  const repair = () => tenant.ask('GET', `/mesh/repairs/${String(path?.split('/').at(-1))}`);
  await until('it is applied', async () => (await repair())['state'] === 'applied', undefined, 180);
  expect(await repair()).toMatchObject({ object, decision: { verdict: 'approve' } });
  const decided = page
    .getByRole('list', { name: 'Decided' })
    .getByRole('listitem')
    .filter({ hasText: object });
  await decided.getByText('Applied', { exact: true }).waitFor();
}, 240_000);

test('bulk approve', async () => {
  const before = (await proposed(tenant)).length;
  await pressOn(page, inMain('button', 'Decide all that wait'));
  const dialog = page.getByRole('dialog', { name: 'Decide all that wait' });
  await dialog.getByText(`${before} repairs`).waitFor();
  // A reload in the middle decides nothing, and comes back to the list.
  await page.reload();
  await dialog.getByText(`${before} repairs`).waitFor();
  expect(await proposed(tenant)).toHaveLength(before);
  await typeInto(page, dialog.getByLabel('Reason'), 'the columns were only renamed');
  await pressOn(page, dialog.getByRole('button', { name: `Approve ${before}` }));
  await dialog.getByText(`${before} of ${before} repairs decided`).waitFor();
  await pressOn(page, dialog.getByRole('button', { name: 'Done' }));
  await page.getByText('Nothing waits for you').waitFor();
  expect(await proposed(tenant)).toEqual([]);
}, 120_000);

test('retry', async () => {
  await open('/tasks?state=failed', 'Tasks');
  const [failed, ...others] = await tenant.list('/tasks?state=failed');
  expect(others).toEqual([]);
  await pressOn(page, page.getByRole('table', { name: 'Tasks' }).getByRole('rowheader').getByRole('link'));
  await page.getByRole('heading', { name: 'What went wrong' }).waitFor();
  expect(taskOnScreen()).toBe(failed?.['task_id']);
  const { failures } = (await tenant.ask('GET', `/tasks/${taskOnScreen()}`)) as {
    failures: { reason: string }[];
  };
  const reason = failures[0]?.reason.replace(/^[a-z_]+: /, '') ?? '';
  await page.getByRole('region', { name: 'What went wrong' }).getByText(reason).waitFor();
  await tenant.writeFiles('late', { 'accounts.csv': accounts });
  await pressOn(page, inMain('button', 'Run again'));
  await page.waitForURL((url) => !url.pathname.endsWith(String(failed?.['task_id'])));
  await succeeded();
  expect(await tenant.ask('GET', `/tasks/${taskOnScreen()}`)).toMatchObject({ state: 'success' });
}, 240_000);

const replays = (): Promise<readonly Record<string, unknown>[]> =>
  tenant.list(`/tasks?kind=replay&subject_kind=connection&subject_id=${offices}`);

/** Adds a line to the mapping of the offices and saves it; answers the version that the screen says is active. */
const addLine = async (line: string, replay: boolean): Promise<string> => {
  await open(`/connections/${offices}?tab=mappings`, 'Offices');
  await pressOn(page, inMain('button', /^offices\.csv/));
  const dialog = page.getByRole('dialog');
  await tabTo(page, dialog.getByLabel('Mapping (YAML)'));
  await page.keyboard.press('Control+End');
  await page.keyboard.type(`${line}\n`);
  await typeInto(page, dialog.getByLabel('Reason'), `adds ${line.trim()}`);
  if (!replay) await pressOn(page, dialog.getByRole('checkbox'), 'Space');
  await pressOn(page, dialog.getByRole('button', { name: 'Save as a new version' }));
  await dialog.waitFor({ state: 'hidden' });
  return (
    await page
      .getByText(/^Version \d+ is active$/)
      .first()
      .innerText()
  ).replaceAll(/\D/g, '');
};

const mappingOfOffices = async (): Promise<Record<string, unknown>> =>
  (await tenant.list(`/mesh/mappings?connection_id=${offices}`))[0] ?? {};

test('edit a mapping', async () => {
  const before = (await replays()).length;
  const version = await addLine('  industry: sector', false);
  expect((await mappingOfOffices())['version']).toBe(Number(version));
  await inMain('button', /^offices\.csv/)
    .getByText(`Version ${version}`)
    .waitFor();
  expect((await replays()).length).toBe(before);
}, 120_000);

test('replay what is stored, from the schema of its source', async () => {
  const before = (await replays()).map(({ task_id }) => task_id);
  await open(`/connections/${offices}?tab=schemas`, 'Offices');
  await pressOn(page, inMain('button', 'Replay'));
  const dialog = page.getByRole('dialog', { name: 'Replay offices.csv?' });
  await pressOn(page, dialog.getByRole('button', { name: 'Replay' }));
  await page.waitForURL(/\/tasks\/./);
  await page.getByRole('heading', { level: 1, name: 'Replay' }).waitFor();
  const [newest, ...others] = await replays();
  expect(others.map(({ task_id }) => task_id)).toEqual(before);
  expect(taskOnScreen()).toBe(newest?.['task_id']);
  await succeeded();
  await page.getByRole('list', { name: 'Ledgers' }).waitFor();
  const task = await tenant.ask('GET', `/tasks/${taskOnScreen()}`);
  expect(task).toMatchObject({ kind: 'replay', state: 'success', subject: { id: offices } });
  // The line of the mapping that was saved without a replay gives each stored row an industry now.
  expect(ledgerOf(task).slice(0, 2)).toEqual([rowCount, rowCount]);
  // The page is told of the end and asks again: the numbers of the last batch may come a moment after it.
  await until('the screen says the same', async () => String(await shownLedger()) === String(ledgerOf(task)));
  const key = encodeURIComponent('offices/offices.csv/0');
  const { event } = await tenant.ask('GET', `/records/account/${key}`);
  expect(event).toMatchObject({ data: { name: 'Firm 0', industry: 'sector 0' } });
}, 180_000);

test('replay', async () => {
  const before = new Set((await replays()).map(({ task_id }) => task_id));
  await addLine('  website: site', true);
  await page.getByText('Records already read are being replayed.').first().waitFor();
  const replay = (await replays()).find(({ task_id }) => !before.has(task_id));
  await tenant.ended(replay?.['task_id']);
  await open('/tasks?kind=replay', 'Tasks');
  await pressOn(
    page,
    inMain('link', new RegExp(`Replay ${String(replay?.['task_id']).slice(0, 8)}`)).first(),
  );
  await succeeded();
  await page.getByRole('list', { name: 'Ledgers' }).waitFor();
  const task = await tenant.ask('GET', `/tasks/${taskOnScreen()}`);
  expect(await shownLedger()).toEqual(ledgerOf(task));
  expect(ledgerOf(task).slice(0, 2)).toEqual([rowCount, rowCount]);
}, 180_000);

test('share a view', async () => {
  await open('/tasks', 'Tasks');
  await choose(page, page.getByLabel('Kind'), 'Ingest');
  await page.waitForURL((url) => url.searchParams.get('kind') === 'ingest');
  await choose(page, page.getByLabel('State'), 'Success');
  await page.waitForURL((url) => url.searchParams.get('state') === 'success');
  const rows = (where: Page) => where.getByRole('table', { name: 'Tasks' }).getByRole('rowheader');
  const wanted = (await tenant.list('/tasks?kind=ingest&state=success')).map(
    ({ task_id }) => `Ingest ${String(task_id).slice(0, 8)}`,
  );
  await until('the list is narrowed', async () => (await rows(page).count()) === wanted.length);
  expect(await rows(page).allInnerTexts()).toEqual(wanted);
  const { pathname, search } = new URL(page.url());
  const other = await tenant.signedIn(pathname + search, { user: viewer });
  await rows(other).first().waitFor();
  expect(await rows(other).allInnerTexts()).toEqual(wanted);
  expect(await other.getByLabel('State').inputValue()).toBe('success');
  await other.context().close();
}, 120_000);

test('export', async () => {
  await open('/records?entity=account', 'Records');
  const { current } = (await tenant.ask('GET', '/dcl/state')) as {
    current: { counts: { golden: Record<string, number> } };
  };
  const golden = Object.values(current.counts.golden).reduce((sum, count) => sum + count, 0);
  await page
    .getByRole('region', { name: 'Generation' })
    .getByText(golden.toLocaleString('en-GB'), { exact: true })
    .first()
    .waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    pressOn(page, inMain('button', 'CSV')),
  ]);
  expect(download.suggestedFilename()).toBe('account.csv');
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  const { token } = tenant.admin;
  const { text } = await tenant.under.ask('GET', '/api/v1/dcl/export/account?format=csv', { token });
  expect(lines.toSorted()).toEqual(text.trim().split('\n').toSorted());
  expect(lines).toHaveLength(1 + (current.counts.golden['account'] ?? 0));
}, 120_000);

test('on a phone, too: sign in, find the way by the menu, and search the lineage', async () => {
  const phone = await tenant.window(375);
  await signInByKeys(phone);
  expect(await shownConnections(phone)).toEqual(names(await tenant.list('/connections')));
  await pressOn(phone, phone.getByRole('button', { name: 'Open the menu' }));
  const menu = phone.getByRole('dialog', { name: 'Menu' });
  await pressOn(phone, menu.getByRole('link', { name: 'Data Lineage' }));
  await phone.getByRole('heading', { level: 1, name: 'Data Lineage' }).waitFor();
  await menu.waitFor({ state: 'hidden' });
  await typeInto(phone, phone.getByLabel('Name, or part of it'), 'accounts sector');
  await pressOn(
    phone,
    phone
      .getByRole('list', { name: 'Hits' })
      .getByRole('link', { name: /^sector/ })
      .first(),
  );
  await phone.waitForURL((url) => url.searchParams.get('node')?.endsWith('accounts.csv/sector') === true);
  await phone.context().close();
}, 120_000);
