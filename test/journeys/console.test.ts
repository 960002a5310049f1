import type { BrowserContext, Page } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faultsOf, judgeBeside, someLook, widths } from '../support/console-looks.ts';
import { consolePages, publicPages } from '../support/console-pages.ts';
import { faultsInState, someState, states } from '../support/console-states.ts';
import { startConsole, temporalUi } from '../support/console-under-test.ts';
import type { ConsoleUnderTest } from '../support/console-under-test.ts';

const rowCount = 30_000;
const password = 'correct horse battery';

let platform: ConsoleUnderTest['platform'];
let browser: ConsoleUnderTest['browser'];
let base: string;
let stop: ConsoleUnderTest['stop'];
/** Cookies and storage of the first admin, from the journey on. */
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;
/** Ids. */
const visited = { connection: '', task: '' };

const accountsCsv = (): string =>
  [
    'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
    ...Array.from(
      { length: rowCount },
      (_, row) => `Company ${row},technolgy,${1950 + (row % 70)},${row}.5,${row},United States,`,
    ),
    'Company 1,technolgy,1999,1,1,United States,',
  ].join('\n');

const lastPart = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';

beforeAll(async () => {
  ({ platform, browser, base, stop } = await startConsole());
}, 300_000);

afterAll(() => stop());

const fillSignIn = async (page: Page, email: string): Promise<void> => {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
};

test('from sign-up to the ledger of the first ingest', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.goto(`${base}/sign-up`);
  await page.getByLabel('Organisation').fill('Analytical Engines');
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Your account is ready').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();

  const me = page.waitForResponse((response) => response.url().endsWith('/auth/me'));
  await fillSignIn(page, 'ada@example.com');
  const { tenant } = (await (await me).json()) as { tenant: { tenant_id: string } };
  const folder = join(platform.environment['FILESOURCE_ROOT'] ?? '', tenant.tenant_id, 'crm');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'accounts.csv'), accountsCsv());

  await page.getByRole('link', { name: 'Connect a source' }).first().click();
  await page.getByRole('link', { name: /^Files/ }).click();
  await page.getByLabel('Name').fill('CRM export');
  await page.getByLabel('Folder').fill('crm');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await page.getByText('Everything works').waitFor();

  await page.getByRole('button', { name: 'Ingest now' }).click();
  const shown = new Set<string>();
  const rows = page.getByTestId('rows-read');
  await rows.waitFor();
  const total = (rowCount + 1).toLocaleString('en-GB');
  // A task that never gets there runs into the test's own limit.
  while (!shown.has(total)) {
    shown.add(await rows.innerText());
    await page.waitForTimeout(100);
  }
  await page.getByText('Balanced').first().waitFor();
  // Neither empty nor whole: the number moved while the task was running.
  expect([...shown].filter((text) => !['–', '0', total].includes(text))).not.toEqual([]);

  await page.getByRole('link', { name: 'Open the task' }).click();
  await page.getByRole('heading', { name: 'Trail' }).waitFor();
  visited.task = lastPart(page.url());
  const link = await page.getByRole('link', { name: 'Open in Temporal' }).getAttribute('href');
  expect(link).toContain(`${temporalUi}/namespaces/${platform.namespace}/workflows/`);
  const ledger = page.getByRole('list', { name: 'Ledgers' });
  // The ledger is polled, the number that was waited for is pushed: it may be a batch ahead.
  await ledger.getByText(total, { exact: true }).first().waitFor();
  const amounts = await ledger.locator('dd').allInnerTexts();
  const [read = 0, ...parts] = amounts.map((text) => Number(text.split('\n')[0]?.replaceAll(',', '')));
  expect(read).toBe(rowCount + 1);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(read);

  await page.getByRole('link', { name: 'CRM export' }).click();
  await page.getByRole('heading', { name: 'CRM export' }).waitFor();
  visited.connection = lastPart(page.url());
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.waitForURL((url) => url.searchParams.get('tab') === 'runs');
  await page.getByRole('list', { name: 'Ledgers' }).waitFor();
  signedIn = await context.storageState();
  await context.close();
}, 300_000);

test('strangers are sent to sign-in and come back to where they wanted to be', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const shown = await page.goto(`${base}/tasks?state=failed`);
  // The server sends them there: they see nothing of the page that they may not see.
  expect(shown?.request().redirectedFrom()?.url()).toBe(`${base}/tasks?state=failed`);
  expect(page.url()).toBe(`${base}/sign-in?next=${encodeURIComponent('/tasks?state=failed')}`);
  await fillSignIn(page, 'ada@example.com');
  await page.waitForURL(`${base}/tasks?state=failed`);
  await page.getByText('No task matches').waitFor();
  await context.close();
});

test('a page that was pointed at, or opened, before signing in is there afterwards', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(base);
  const link = page.getByRole('main').getByRole('link', { name: 'See what they found' });
  await link.hover();
  await link.click();
  await page.waitForURL(`${base}/sign-in?next=${encodeURIComponent('/agents')}`);
  await fillSignIn(page, 'ada@example.com');
  await page.waitForURL(`${base}/agents`);
  await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();
  await context.close();
});

test('a browser that remembers somebody whose session has ended is sent to sign-in', async () => {
  const context = await browser.newContext();
  await context.addCookies([{ name: 'au_session', value: 'admin', url: base }]);
  const page = await context.newPage();
  await page.goto(`${base}/tasks?state=failed`);
  await page.waitForURL(`${base}/sign-in?next=${encodeURIComponent('/tasks?state=failed')}`);
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('au_session');
  await context.close();
});

test('a keyboard alone finds pages, connections and what the keys are', async () => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    storageState: signedIn,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.goto(`${base}/tasks`);
  // Headings are drawn by the server; keys are heard once scripts have told who is here.
  await page.getByRole('button', { name: /^Account of / }).waitFor();
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog', { name: 'Search' });
  await search.getByText('CRM export').waitFor();
  await page.keyboard.type('crm exp');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/connections/${visited.connection}`);

  await page.getByRole('heading', { name: 'CRM export' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await page.waitForURL(`${base}/audit`);
  await page.getByRole('button', { name: 'Create connection' }).press('Enter');
  await page.getByRole('dialog', { name: 'Create connection' }).getByText('you', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  // The selection is in the address, so the dialog goes a moment later; while it is open, keys rest.
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Go to a page').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await context.close();
});

test('the pictures of the architecture are drawn, at the address that was always theirs', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${base}/architecture.html`);
  await page.waitForURL(`${base}/architecture/systems-overview`);
  const diagrams = page.getByRole('navigation', { name: 'Diagrams' }).getByRole('link');
  await diagrams.first().waitFor();
  expect(await diagrams.count()).toBe(9);
  for (const diagram of await diagrams.all()) {
    const title = (await diagram.innerText()).replace(/^\d+\s*/, '');
    await diagram.click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page
      .getByRole('img', { name: `${title}: ` })
      .locator('svg')
      .waitFor();
  }
  await context.close();
});

/** A window in which nobody is signed in. */
const stranger = async (): Promise<Page> => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(60_000);
  return await context.newPage();
};

/** A window with a session of its own: a network that is away in one is there in others. */
const member = async (): Promise<Page> => {
  const page = await stranger();
  await page.goto(`${base}/sign-in?next=/audit`);
  await fillSignIn(page, 'ada@example.com');
  await page.waitForURL(`${base}/audit`);
  return page;
};

test('every page is accessible and fits as it is, three of five in a state, too, each in one of twelve looks', async () => {
  const met = new Set<string>();
  const both = async (page: Page, path: string, at: number): Promise<readonly string[]> => {
    const usual = await faultsOf(page, base, path, someLook(at));
    const some = someState(at);
    if (some === undefined) return usual;
    const { state, looks } = some;
    for (const { width, colorScheme } of looks) met.add(`${state} ${width}`).add(`${state} ${colorScheme}`);
    return [...usual, ...(await faultsInState(page, { base, path, state }, looks))];
  };
  expect(await judgeBeside(consolePages(visited), member, both)).toEqual([]);
  expect(met.size).toBe(states.length * (widths.length + 2));
}, 600_000);

test('so are the pages for strangers', async () => {
  const open = (page: Page, path: string, at: number) => faultsOf(page, base, path, someLook(at));
  expect(await judgeBeside(publicPages, stranger, open)).toEqual([]);
}, 300_000);
