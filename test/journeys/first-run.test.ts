import type { Page } from '@playwright/test';
import { everyLook, faultsOf } from '../support/console-looks.ts';
import { choose, pressOn } from '../support/keyboard.ts';
import { TenantConsole } from '../support/tenant-console.ts';
import { until } from '../support/test-platform.ts';

let tenant: TenantConsole;
let page: Page;

beforeAll(async () => {
  tenant = await TenantConsole.start();
}, 300_000);

afterAll(() => tenant.stop());

interface Dashboard {
  readonly sources: { readonly total: number };
  readonly stream: { readonly last_seq: number };
  readonly held: number;
  readonly golden: { readonly records: number; readonly duplicates: number } | null;
}
const dashboard = async (): Promise<Dashboard> =>
  (await tenant.ask('GET', '/dashboard')) as unknown as Dashboard;
const words = (count: number): string => count.toLocaleString('en-GB');
const step = (title: string, state: 'done' | 'to do') =>
  page.getByRole('listitem').filter({ hasText: new RegExp(`Step \\d, ${state}: ${title}`) });
const figure = (name: string) =>
  page.getByRole('region', { name: 'Figures' }).getByRole('link', { name: new RegExp(`^${name}`) });

test('an empty tenant comes to its first unified record by keyboard, also over a reload', async () => {
  page = await tenant.signedIn('/dashboard');
  await step('Connect a source', 'to do').waitFor();
  await pressOn(page, page.getByRole('button', { name: 'Start with demo data' }));
  await step('Connect a source', 'done').waitFor();
  await page.reload();
  await step('Read its rows', 'done').waitFor({ timeout: 180_000 });
  await step('Connect into golden records', 'done').waitFor({ timeout: 180_000 });
  await until(
    'the whole run ends',
    async () => (await tenant.ask('GET', '/aoa/state'))['running'] === null,
    undefined,
    180,
  );
  await page.reload();
  const { golden, held, stream } = await dashboard();
  await step('Read its rows', 'done')
    .getByText(`${words(stream.last_seq)} canonical events`)
    .waitFor();
  await step('Settle what could not be read', 'to do')
    .getByText(`${words(held)} records held`)
    .waitFor();
  await step('Ask what it holds', 'to do').waitFor();
  const card = figure('Golden records');
  expect(await card.innerText()).toContain(words(golden?.records ?? -1));
  expect(await card.innerText()).toContain(`${words(golden?.duplicates ?? -1)} duplicates merged`);

  await pressOn(page, page.getByRole('link', { name: 'Look', exact: true }));
  await page.waitForURL(/\/quarantine\?state=quarantined$/);
  await page.getByRole('table', { name: 'Records held' }).waitFor();

  await page.goto(`${tenant.under.base}/ask?q=How+many+accounts+are+there%3F`);
  await page.waitForURL((url) => url.searchParams.has('id'));
  // How it was read is changed part by part, without typing.
  const asked = page.getByRole('list', { name: 'What was understood' });
  await pressOn(page, asked.getByRole('button', { name: 'Breakdown none, change' }));
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'industry' }));
  await page.getByRole('region', { name: 'How many accounts by industry' }).waitFor();
  await asked.getByRole('button', { name: 'Breakdown industry, change' }).waitFor();
  await pressOn(page, asked.getByRole('button', { name: /^For / }));
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'CFO' }));
  await page.getByText('For the CFO: it was asked for').waitFor();
  const { question, persona } = await tenant.ask(
    'GET',
    `/nlp/questions/${new URL(page.url()).searchParams.get('id')}`,
  );
  expect([question, persona]).toEqual(['How many accounts by industry', 'CFO']);
  // What the server knows is seen from another browser, too.
  const other = await tenant.signedIn('/dashboard');
  await other.getByRole('region', { name: 'Figures' }).waitFor();
  expect(await other.getByRole('region', { name: 'Your first unified record' }).count()).toBe(0);
  await other.context().close();
}, 600_000);

test('each number leads to what it counts, and its page fits and is accessible', async () => {
  for (const [name, path] of [
    ['Sources healthy', '/connections'],
    ['Events a minute', '/live-flow'],
    ['Golden records', '/records'],
    ['Tasks running', '/tasks'],
  ] as const) {
    await page.goto(`${tenant.under.base}/dashboard`);
    await figure(name).click();
    await page.waitForURL(`${tenant.under.base}${path}`);
  }
  const faults = await faultsOf(page, tenant.under.base, '/dashboard', everyLook);
  await page.setViewportSize({ width: 1280, height: 800 });
  expect(faults).toEqual([]);
}, 300_000);

test('of a list of two thousand only what is near the screen is drawn, to its end', async () => {
  await page.goto(`${tenant.under.base}/kit?tab=lists`);
  await page.getByLabel('Rows').selectOption('2000');
  const table = page.getByRole('table', { name: 'Rows that are made up' });
  await page.locator('table[aria-rowcount="2001"]').waitFor();
  expect(await table.getByRole('row').count()).toBeLessThan(60);
  await until('the last row is seen', async () => {
    await page.keyboard.press('End');
    return await table.getByText('Row 2,000', { exact: true }).isVisible();
  });
  expect(await table.getByRole('row').count()).toBeLessThan(60);
}, 60_000);

test('what is chosen for this browser holds: times in UTC, and a persona', async () => {
  await page.goto(`${tenant.under.base}/settings`);
  await pressOn(page, page.getByRole('radio', { name: 'Local time' }), 'ArrowRight');
  await pressOn(page, page.getByRole('button', { name: /Suggest · Heuristics/ }));
  await choose(page, page.getByRole('combobox', { name: 'Persona' }), 'CFO');
  await page.keyboard.press('Escape');
  await page.goto(`${tenant.under.base}/dashboard`);
  const tabs = page.getByRole('tab');
  expect((await tabs.allInnerTexts()).slice(0, 2)).toEqual(['Operations', 'CFO']);
  // By the cookie the server draws it so, before any script has run.
  const drawn = await (await page.request.get(`${tenant.under.base}/dashboard`)).text();
  expect([...drawn.matchAll(/>(CRO|COO|CFO|CTO)</g)].map(([, persona]) => persona)[0]).toBe('CFO');
  await page.goto(`${tenant.under.base}/connections`);
  await page.getByRole('button', { name: /^CFO · Suggest · Heuristics/ }).waitFor();
  await page.getByRole('table', { name: 'Connections' }).locator('time').first().focus();
  await page.getByRole('tooltip').getByText('UTC').waitFor();
}, 120_000);

test('the demo data go by one decision, and the tenant is empty again', async () => {
  await page.goto(`${tenant.under.base}/dashboard`);
  await pressOn(page, page.getByRole('button', { name: 'Remove demo data' }));
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Remove the demo data' }));
  await step('Connect a source', 'to do').waitFor();
  expect(await dashboard()).toMatchObject({ sources: { total: 0 }, held: 0 });
}, 120_000);
