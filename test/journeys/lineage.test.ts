import type { BrowserContext, Page } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faultsOf, startConsole } from '../support/console-under-test.ts';
import type { ConsoleUnderTest } from '../support/console-under-test.ts';
import { until } from '../support/test-platform.ts';
import { newTenant } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';

let console: ConsoleUnderTest;
let admin: TestUser;
/** Cookies and storage of the admin, from the first page on. */
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;

const lines = (head: string, row: (at: number) => string): string =>
  [head, ...Array.from({ length: 40 }, (_none, at) => row(at))].join('\n');

const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  crm: {
    'accounts.csv': lines(
      'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
      (at) => `Company ${at},technology,1990,${at}.5,${at},France,`,
    ),
    'sales_pipeline.csv': lines(
      'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
      (at) => `D${at},Ann,GTX,Company ${at},Won,2024-01-02,2024-02-03,${at}00`,
    ),
    'gizmos.csv': 'gizmo_id,torque\n1,2\n2,3\n',
  },
  shop: {
    'contacts.csv': lines(
      'contact_id,first_name,last_name,email,phone,title,department,account',
      (at) => `${at},Ann,Smith ${at},ann${at}@example.com,+1 555 010 00${at + 10},CEO,Board,Company ${at}`,
    ),
  },
};

const ask = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const more = body === undefined ? {} : { body };
  const { status, json, text } = await console.ask(method, `/api/v1${path}`, { token: admin.token, ...more });
  if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
  return json ?? {};
};

const connectAndIngest = async (folder: string): Promise<void> => {
  const place = join(console.platform.environment['FILESOURCE_ROOT'] ?? '', admin.tenantId, folder);
  await mkdir(place, { recursive: true });
  for (const [name, text] of Object.entries(files[folder] ?? {})) await writeFile(join(place, name), text);
  const body = { system: 'filesource', name: folder.toUpperCase(), config: { folder } };
  const { connection_id: id } = await ask('POST', '/connections', body);
  const { task_id: task } = await ask('POST', `/connections/${String(id)}/ingest`);
  let state: unknown;
  await until(
    `${folder} is ingested`,
    async () => {
      ({ state } = await ask('GET', `/tasks/${String(task)}`));
      return state === 'success' || state === 'failed';
    },
    () => String(state),
    180,
  );
  expect(state).toBe('success');
};

beforeAll(async () => {
  console = await startConsole();
  admin = await newTenant(console);
  await connectAndIngest('crm');
  await connectAndIngest('shop');
}, 300_000);

afterAll(() => console.stop());

const pageAt = async (path: string): Promise<Page> => {
  const context = await console.browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${console.base}/sign-in?next=${encodeURIComponent(path)}`);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${console.base}${path}`);
  return page;
};

const focused = (page: Page): Promise<string | null> =>
  page.evaluate<string | null>('document.activeElement?.getAttribute("data-node")');
const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);

test('from the graph by keyboard to the lineage of a column, and what its removal would cost', async () => {
  const page = await pageAt('/graph');
  const graph = page.getByRole('group', { name: /^DCL graph/ });
  const source = graph.getByRole('button', { name: 'Source CRM, Flowing' });
  await source.focus();
  await page.keyboard.press('ArrowRight');
  const table = graph.getByRole('button', { name: 'Source table accounts.csv, Flowing' });
  expect(await focused(page)).toBe('table:crm/accounts.csv');
  await page.getByRole('tooltip').getByText('40 records').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('node') === 'table:crm/accounts.csv');
  expect(await table.getAttribute('aria-pressed')).toBe('true');
  const panel = page.getByRole('region', { name: 'accounts.csv' });
  await panel.getByText('Account', { exact: true }).click();
  await panel.getByText('sector → industry').waitFor();

  await page.getByRole('button', { name: 'View as table' }).click();
  const row = page.getByRole('row').filter({ hasText: 'gizmos.csv' }).filter({ hasText: 'Not mapped' });
  await row.waitFor();

  await panel.getByRole('link', { name: 'Lineage' }).click();
  await page.getByRole('heading', { level: 1, name: 'Data Lineage' }).waitFor();
  await page.getByLabel('Name, or part of it').fill('close_val');
  await page
    .getByRole('list', { name: 'Hits' })
    .getByRole('link', { name: /close_value/ })
    .click();
  await page.waitForURL(
    (url) => url.searchParams.get('node') === 'column:crm/sales_pipeline.csv/close_value',
  );
  const agents = page.getByRole('list', { name: 'Agents' });
  await agents.getByRole('link', { name: /RevOps/ }).waitFor();
  await page.getByRole('button', { name: 'What if it were gone?' }).click();
  await page.getByText('would miss').waitFor();
  expect(param(page, 'impact')).toBe('1');
  await page.reload();
  await page.getByText('would miss').waitFor();
  signedIn = await page.context().storageState();
  await page.context().close();
}, 180_000);

test('the ontology tells what gives a field, and the universe what nothing reads', async () => {
  const page = await pageAt('/ontology');
  await page.getByRole('button', { name: 'Opportunity' }).click();
  const fields = page.getByRole('region', { name: 'Opportunity' });
  await fields
    .getByRole('row')
    .filter({ hasText: 'amount' })
    .getByText('crm / sales_pipeline.csv')
    .first()
    .waitFor();
  await fields.getByLabel('Coverage').selectOption('missing');
  await fields.getByRole('row').filter({ hasText: 'No source' }).first().waitFor();
  await page.getByRole('tab', { name: 'Data Source Universe' }).click();
  await page.getByLabel('Table or column, then Enter').fill('torque');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('q') === 'torque');
  await page.getByText('0 of 2 columns mapped').waitFor();
  await page.getByRole('row').filter({ hasText: 'torque' }).getByText('Kept as an extra').waitFor();
  await page.context().close();
}, 180_000);

const paths = [
  '/graph?node=entity:account',
  '/lineage?node=column:crm/sales_pipeline.csv/close_value&impact=1',
  '/ontology?entity=opportunity',
  '/ontology?tab=universe',
];

test.each([
  [375, 'dark'],
  [1280, 'light'],
] as const)(
  'the pages are accessible and fit at %d px, %s',
  async (width, colorScheme) => {
    const context = await console.browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      reducedMotion: 'reduce',
      storageState: signedIn,
    });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    const faults: string[] = [];
    for (const path of paths) faults.push(...(await faultsOf(page, console.base, path)));
    signedIn = await context.storageState();
    await context.close();
    expect(faults).toEqual([]);
  },
  300_000,
);
