import type { BrowserContext, Page } from '@playwright/test';
import { faultsOf, someLook } from '../support/console-looks.ts';
import { TenantConsole } from '../support/tenant-console.ts';

let tenant: TenantConsole;
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

beforeAll(async () => {
  tenant = await TenantConsole.start();
  for (const [folder, own] of Object.entries(files)) {
    await tenant.writeFiles(folder, own);
    const ended = await tenant.ingest(await tenant.connect(folder.toUpperCase(), folder));
    expect(ended).toMatchObject({ state: 'success' });
  }
}, 300_000);

afterAll(() => tenant.stop());

const focused = (page: Page): Promise<string | null> =>
  page.evaluate<string | null>('document.activeElement?.getAttribute("data-node")');
const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);

test('from the graph by keyboard to the lineage of a column, and what its removal would cost', async () => {
  const page = await tenant.signedIn('/graph');
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
  const page = await tenant.signedIn('/ontology');
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

test('the pages are accessible and fit', async () => {
  const page = await tenant.window(320, { storageState: signedIn });
  const faults: string[] = [];
  for (const [at, path] of paths.entries())
    faults.push(...(await faultsOf(page, tenant.under.base, path, someLook(at))));
  await page.context().close();
  expect(faults).toEqual([]);
}, 300_000);
