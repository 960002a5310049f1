import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { tabTo } from '../support/keyboard.ts';
import { faultsOf, someLook } from '../support/console-looks.ts';
import { TenantConsole } from '../support/tenant-console.ts';
import { until } from '../support/test-platform.ts';
import { newMember } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';

const files = ['firms.csv', 'shops.csv', 'banks.csv', 'mills.csv'];
const rowCount = 150;

let tenant: TenantConsole;
let operator: TestUser;
let viewer: TestUser;

beforeAll(async () => {
  tenant = await TenantConsole.start();
  operator = await newMember(tenant.under, tenant.admin, 'operator');
  viewer = await newMember(tenant.under, tenant.admin, 'viewer');
}, 300_000);

afterAll(() => tenant.stop());

const writeFiles = (head: string): Promise<void> => {
  const rows = Array.from(
    { length: rowCount },
    (_none, row) => `${row},Firm ${row},sector ${row % 9},https://firm${row}.example`,
  );
  const text = `${[head, ...rows].join('\n')}\n`;
  return tenant.writeFiles('crm', Object.fromEntries(files.map((file) => [file, text])));
};

const mappingOf = (object: string): string =>
  `system: filesource\nobject: ${object}\nentity: account\nversion: 1\nkey: id\nfields:\n` +
  `  name: { from: title, required: true }\n  industry: sector\n  website: site\n`;

const waiting = async (): Promise<number> => (await tenant.list('/mesh/repairs?state=proposed')).length;

const signedIn = (user: TestUser): Promise<Page> => tenant.signedIn('/approvals', { user });

test('files drift, and as many repairs wait', async () => {
  await writeFiles('id,title,sector,site');
  const connection = await tenant.connect('CRM export', 'crm');
  for (const file of files)
    await tenant.ask('POST', '/mesh/mappings', {
      connection_id: connection,
      document: mappingOf(file),
      reason: 'first',
    });
  expect(await tenant.ingest(connection)).toMatchObject({ state: 'success' });
  await writeFiles('id,title,industry_sector,web_site');
  expect(await tenant.ingest(connection)).toMatchObject({ state: 'success' });
  await until('all repairs wait', async () => (await waiting()) === files.length, undefined, 180);
}, 300_000);

test('every page of a decision is accessible and fits', async () => {
  const [repair] = await tenant.list('/mesh/repairs?state=proposed');
  const faults: string[] = [];
  const page = await signedIn(operator);
  for (const [at, path] of [
    '/approvals',
    `/approvals/${String(repair?.['repair_id'])}`,
    '/monitor',
    `/monitor/tickets/${String(repair?.['drift_event_id'])}`,
  ].entries())
    faults.push(...(await faultsOf(page, tenant.under.base, path, someLook(at))));
  await page.context().close();
  expect(faults).toEqual([]);
}, 300_000);

test('the bell tells what waits, by keyboard, and each person reads for himself', async () => {
  const page = await signedIn(operator);
  const bell = page.getByRole('button', { name: /^Notifications/ });
  const list = page.getByRole('list', { name: 'Notifications, newest first' });
  await page.getByRole('button', { name: `Notifications, ${files.length} unread` }).waitFor();
  for (const [width, colorScheme] of [
    [320, 'light'],
    [375, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await tabTo(page, bell);
    await page.keyboard.press('Enter');
    await list.getByRole('link').first().waitFor();
    expect(await list.getByRole('link').count()).toBe(files.length);
    const { violations } = await new AxeBuilder({ page }).include('[aria-label="Notifications"]').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    const box = await page.getByRole('dialog', { name: 'Notifications' }).boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    expect(box!.x + box!.width).toBeLessThanOrEqual(width);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
  }
  await bell.click();
  await list.getByRole('link').first().click();
  await page.waitForURL(/\/approvals\/[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: `Notifications, ${files.length - 1} unread` }).click();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
  await page.context().close();
  const others = await signedIn(viewer);
  await others.getByRole('button', { name: `Notifications, ${files.length} unread` }).waitFor();
  await others.context().close();
}, 240_000);

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
  const outlook = page.getByRole('region', { name: 'What becomes of the records, as edited' });
  const row = outlook.getByRole('list', { name: 'Rows before and after' }).getByRole('listitem').first();
  await row.getByText('industry', { exact: true }).waitFor();
  expect(await row.getByText('website').count()).toBe(0);
  await page.getByRole('button', { name: 'Approve 1 change' }).click();
  // The page follows by events: nobody reloads it.
  await page.getByRole('button', { name: 'Undo this repair' }).click({ timeout: 180_000 });
  await page.getByLabel('Why?').fill('the other file first');
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('main').getByText('Undone', { exact: true }).first().waitFor({ timeout: 180_000 });
  await page.context().close();
}, 420_000);

test('what was decided about the same names stands beside, `e` edits, and an approval is taken back by one press', async () => {
  const page = await signedIn(operator);
  const list = page.getByRole('list', { name: 'Waiting for a decision' });
  await list.getByRole('listitem').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await page.waitForURL(/\/approvals\/[0-9a-f-]{36}\?edit=yes$/);
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const field = page.getByLabel('Read it from this source field').first();
  await field.and(page.locator(':focus')).waitFor();
  const repair = () => tenant.ask('GET', `/mesh/repairs/${id}`);
  const { similar } = (await repair()) as { similar: { verdict: string }[] };
  expect(similar.length).toBeGreaterThan(0);
  const beside = page.getByRole('list', { name: 'Similar decisions' }).getByRole('listitem');
  await beside.first().waitFor();
  expect(await beside.count()).toBe(similar.length);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Take back' }).click();
  await until('it is undone', async () => (await repair())['state'] === 'undone', undefined, 180);
  await page.context().close();
}, 300_000);

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

  await page.goto(`${tenant.under.base}/monitor`);
  await page.getByRole('table', { name: 'Stated confidence against outcomes' }).waitFor();
  await page.context().close();
}, 180_000);
