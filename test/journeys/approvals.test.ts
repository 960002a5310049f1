import type { Page } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faultsOf, startConsole } from '../support/console-under-test.ts';
import type { ConsoleUnderTest } from '../support/console-under-test.ts';
import { until } from '../support/test-platform.ts';
import { newMember, newTenant } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';

const files = ['firms.csv', 'shops.csv', 'banks.csv'];
const rowCount = 150;

let console: ConsoleUnderTest;
let admin: TestUser;
let operator: TestUser;
let viewer: TestUser;
let connection: string;

beforeAll(async () => {
  console = await startConsole();
  admin = await newTenant(console);
  operator = await newMember(console, admin, 'operator');
  viewer = await newMember(console, admin, 'viewer');
}, 300_000);

afterAll(() => console.stop());

const ask = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const more = body === undefined ? {} : { body };
  const { status, json, text } = await console.ask(method, `/api/v1${path}`, { token: admin.token, ...more });
  if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
  return json ?? {};
};

const writeFiles = async (head: string): Promise<void> => {
  const folder = join(console.platform.environment['FILESOURCE_ROOT'] ?? '', admin.tenantId, 'crm');
  await mkdir(folder, { recursive: true });
  const rows = Array.from(
    { length: rowCount },
    (_none, row) => `${row},Firm ${row},sector ${row % 9},https://firm${row}.example`,
  );
  for (const file of files) await writeFile(join(folder, file), `${[head, ...rows].join('\n')}\n`);
};

const ingest = async (): Promise<void> => {
  const { task_id: id } = await ask('POST', `/connections/${connection}/ingest`);
  let state: unknown;
  await until(
    'the ingest ends',
    async () => {
      ({ state } = await ask('GET', `/tasks/${String(id)}`));
      return state === 'success' || state === 'failed';
    },
    () => String(state),
    180,
  );
  expect(state).toBe('success');
};

const mappingOf = (object: string): string =>
  `system: filesource\nobject: ${object}\nentity: account\nversion: 1\nkey: id\nfields:\n` +
  `  name: { from: title, required: true }\n  industry: sector\n  website: site\n`;

const waiting = async (): Promise<number> =>
  ((await ask('GET', '/mesh/repairs?state=proposed'))['data'] as unknown[]).length;

const signedIn = async (user: TestUser, width = 1280, scheme: 'light' | 'dark' = 'light'): Promise<Page> => {
  const context = await console.browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${console.base}/sign-in?next=/approvals`);
  await page.getByLabel('E-mail').fill(user.email);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Approvals' }).waitFor();
  return page;
};

test('three files drift, and three repairs wait', async () => {
  await writeFiles('id,title,sector,site');
  ({ connection_id: connection } = (await ask('POST', '/connections', {
    system: 'filesource',
    name: 'CRM export',
    config: { folder: 'crm' },
  })) as { connection_id: string });
  for (const file of files)
    await ask('POST', '/mesh/mappings', {
      connection_id: connection,
      document: mappingOf(file),
      reason: 'first',
    });
  await ingest();
  await writeFiles('id,title,industry_sector,web_site');
  await ingest();
  await until('all repairs wait', async () => (await waiting()) === files.length, undefined, 180);
}, 300_000);

test('every page of a decision is accessible and fits', async () => {
  const { data } = (await ask('GET', '/mesh/repairs?state=proposed')) as {
    data: { repair_id: string; drift_event_id: string }[];
  };
  const [repair] = data;
  const faults: string[] = [];
  for (const [width, scheme] of [
    [320, 'dark'],
    [1280, 'light'],
  ] as const) {
    const page = await signedIn(operator, width, scheme);
    for (const path of [
      '/approvals',
      `/approvals/${repair?.repair_id ?? ''}`,
      '/monitor',
      `/monitor/tickets/${repair?.drift_event_id ?? ''}`,
    ])
      faults.push(...(await faultsOf(page, console.base, path)));
    await page.context().close();
  }
  expect(faults).toEqual([]);
}, 300_000);

test('who may only look sees no decisions', async () => {
  const page = await signedIn(viewer);
  const list = page.getByRole('list', { name: 'Waiting for a decision' });
  await list.getByRole('listitem').first().waitFor();
  expect(await page.getByRole('button', { name: /Approve|Reject|Decide/ }).count()).toBe(0);
  await list
    .getByRole('link', { name: /\.csv$/ })
    .first()
    .click();
  await page.getByRole('list', { name: 'Evidence' }).first().waitFor();
  expect(await page.getByRole('button', { name: /Approve|Reject/ }).count()).toBe(0);
  expect(await page.getByRole('checkbox').count()).toBe(0);
  await page.context().close();
}, 120_000);

test('by keyboard into a repair: a part of it is approved, applied and undone', async () => {
  const page = await signedIn(operator);
  const list = page.getByRole('list', { name: 'Waiting for a decision' });
  await list.getByRole('listitem').first().waitFor();
  expect(await list.getByRole('listitem').count()).toBe(files.length);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/approvals\/[0-9a-f-]{36}$/);
  const changes = page.getByRole('list', { name: 'Changes of the mapping to account' });
  await changes.getByRole('heading', { name: 'industry' }).waitFor();
  expect(await changes.getByText('industry_sector', { exact: true }).count()).toBeGreaterThan(0);
  await changes.getByRole('list', { name: 'Evidence' }).first().waitFor();
  // How many of them change depends on whether the new rows were stored before the proposal; all are tried.
  await page.getByRole('table', { name: 'Records by entity' }).getByText(String(rowCount)).first().waitFor();

  await changes.getByRole('checkbox', { name: 'Take the change of website' }).uncheck();
  await page.getByRole('button', { name: 'Approve 1 change' }).click();
  // The page follows by events: nobody reloads it.
  await page.getByRole('button', { name: 'Undo this repair' }).click({ timeout: 180_000 });
  await page.getByLabel('Why?').fill('the other file first');
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('main').getByText('Undone', { exact: true }).first().waitFor({ timeout: 180_000 });
  await page.context().close();
}, 420_000);

test('all that wait are decided by the list that the server made, with an outcome for each', async () => {
  const page = await signedIn(operator);
  const before = await waiting();
  expect(before).toBeGreaterThanOrEqual(2);
  await page.getByRole('button', { name: 'Decide all that wait' }).click();
  const dialog = page.getByRole('dialog', { name: 'Decide all that wait' });
  await dialog.getByText(`${before} repairs`).waitFor();
  await dialog.getByLabel('Reason').fill('the export is right again');
  await dialog.getByRole('button', { name: `Reject ${before}` }).click();
  await dialog.getByText(`${before} of ${before} repairs decided`).waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Nothing waits for you').waitFor();
  await page.getByRole('list', { name: 'Decided' }).getByText('Rejected', { exact: true }).first().waitFor();

  await page.goto(`${console.base}/monitor`);
  await page.getByRole('table', { name: 'Stated confidence against outcomes' }).waitFor();
  await page.context().close();
}, 180_000);
