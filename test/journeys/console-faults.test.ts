import type { Page, Route } from '@playwright/test';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { TenantConsole } from '../support/tenant-console.ts';
import { until } from '../support/test-platform.ts';

/** What a person keeps when links, connections, servers and sessions do not hold. */

let tenant: TenantConsole;

beforeAll(async () => {
  tenant = await TenantConsole.start();
  await tenant.writeFiles('crm', {
    'accounts.csv':
      'account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,retail,1990,1,1,France,\n',
    'gizmos.csv': 'gizmo_id,torque\n1,2\n',
  });
  const crm = await tenant.connect('CRM', 'crm');
  await tenant.connect('Empty', 'empty');
  await tenant.ingest(crm);
  await tenant.ask('PATCH', `/connections/${crm}`, {
    version: (await tenant.ask('GET', `/connections/${crm}`))['version'],
    paused: true,
  });
}, 300_000);

afterAll(() => tenant.stop());

const rowsOf = (page: Page, table: string) => page.getByRole('table', { name: table }).getByRole('rowheader');

/** The first words of each row, once there are so many. */
const shown = async (page: Page, table: string, count: number): Promise<readonly string[]> => {
  await until(`${table} has ${count} rows`, async () => (await rowsOf(page, table).count()) === count);
  return await rowsOf(page, table).allInnerTexts();
};

test.each([
  { path: '/connections', table: 'Connections', label: 'Status', option: 'paused', all: 2, some: 1 },
  { path: '/tasks', table: 'Tasks', label: 'Kind', option: 'ingest', all: undefined, some: 1 },
  {
    path: '/graph?view=table',
    table: 'Nodes of the DCL graph',
    label: 'Status',
    option: 'unmapped',
    all: undefined,
    some: undefined,
  },
])(
  '$path: a filter is in the address, for others, for Back and for a reload',
  async (list) => {
    const page = await tenant.signedIn(list.path);
    await rowsOf(page, list.table).first().waitFor();
    const everything = list.all ?? (await rowsOf(page, list.table).count());
    const before = await shown(page, list.table, everything);
    await page.getByRole('main').getByLabel(list.label).selectOption(list.option);
    await page.waitForURL((url) => url.search.includes(`=${list.option}`));
    if (list.some === undefined)
      await until('rows are left out', async () => (await rowsOf(page, list.table).count()) < everything);
    const narrowed = await shown(page, list.table, list.some ?? (await rowsOf(page, list.table).count()));
    const { pathname, search } = new URL(page.url());
    const other = await tenant.signedIn(pathname + search);
    expect(await shown(other, list.table, narrowed.length)).toEqual(narrowed);
    await other.context().close();
    await page.reload();
    expect(await shown(page, list.table, narrowed.length)).toEqual(narrowed);
    await page.goBack();
    expect(await shown(page, list.table, everything)).toEqual(before);
    await page.goForward();
    expect(await shown(page, list.table, narrowed.length)).toEqual(narrowed);
    await page.context().close();
  },
  120_000,
);

test('a cut stream says so, and is resumed without a reload and without a gap', async () => {
  const proxy = await startTcpProxy('127.0.0.1', Number(new URL(tenant.under.base).port));
  const page = await tenant.window();
  await page.goto(`http://127.0.0.1:${proxy.port}/sign-in`);
  await page.getByLabel('E-mail').fill(tenant.admin.email);
  await page.getByLabel('Password').fill(tenant.admin.password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  const badge = page.getByRole('banner').getByRole('status');
  await badge.getByText('Live', { exact: true }).waitFor();
  await rowsOf(page, 'Connections').first().waitFor();
  proxy.set('refuse');
  await badge.getByText(/^Reconnecting/).waitFor();
  await tenant.connect('Made while the stream was cut', 'later');
  expect(await page.getByText('Made while the stream was cut').count()).toBe(0);
  proxy.set('pass');
  await badge.getByText('Live', { exact: true }).waitFor();
  await page.getByText('Made while the stream was cut').waitFor();
  expect(await rowsOf(page, 'Connections').count()).toBe((await tenant.list('/connections')).length);
  await page.context().close();
  await proxy.close();
}, 120_000);

const refusal = (status: number, code: string, title: string) => (route: Route) =>
  route.fulfill({
    status,
    contentType: 'application/problem+json',
    headers: { 'retry-after': '1' },
    body: JSON.stringify({
      type: `urn:autonomos:fault:${code}`,
      code,
      title,
      status,
      detail: 'The figures cannot be counted now.',
      retryable: true,
      errors: [],
      trace_id: 'b'.repeat(32),
    }),
  });

test.each([
  {
    fault: 'a fault of the server',
    answer: refusal(500, 'internal', 'Something went wrong here'),
    says: ['Something went wrong here', 'The figures cannot be counted now.', 'b'.repeat(32)],
  },
  {
    fault: 'too many requests',
    answer: refusal(429, 'rate_limited', 'Too many requests'),
    says: ['Too many requests', 'b'.repeat(32)],
  },
  {
    fault: 'no answer in time',
    answer: (route: Route) => route.abort('timedout'),
    says: ['The server cannot be reached'],
  },
])(
  '$fault: the panel says so and can be asked again; the others go on',
  async ({ answer, says }) => {
    const page = await tenant.signedIn('/connections');
    const figures = '**/api/v1/mesh/figures**';
    await page.route(figures, answer);
    await page.goto(`${tenant.under.base}/monitor`);
    const panel = page.getByRole('region', { name: 'Drift and repair' });
    const alert = panel.getByRole('alert');
    for (const words of says) await alert.getByText(words).waitFor();
    await page.getByRole('region', { name: 'Services' }).getByText('PostgreSQL').waitFor();
    await page.unroute(figures);
    await alert.getByRole('button', { name: 'Retry' }).click();
    await alert.waitFor({ state: 'hidden' });
    await panel.getByText('Time to repair').waitFor();
    await page.context().close();
  },
  120_000,
);

test('offline, what is on screen stays; back online, it goes on', async () => {
  const page = await tenant.signedIn('/connections');
  const badge = page.getByRole('banner').getByRole('status');
  await badge.getByText('Live', { exact: true }).waitFor();
  await rowsOf(page, 'Connections').first().waitFor();
  const before = await rowsOf(page, 'Connections').allInnerTexts();
  await page.context().setOffline(true);
  await badge.getByText('Offline', { exact: true }).waitFor();
  expect(await rowsOf(page, 'Connections').allInnerTexts()).toEqual(before);
  await page.context().setOffline(false);
  await badge.getByText('Live', { exact: true }).waitFor();
  await page.context().close();
}, 120_000);

test('a stream that opens after the network has gone is not called live', async () => {
  const page = await tenant.signedIn('/connections');
  await page.route('**/api/v1/events/stream', async (route) => {
    await page.evaluate(
      `Object.defineProperty(navigator, 'onLine', { get: () => false }); window.dispatchEvent(new Event('offline'))`,
    );
    await route.continue();
  });
  const answered = page.waitForResponse('**/api/v1/events/stream');
  await page.reload();
  await answered;
  const badge = page.getByRole('banner').getByRole('status');
  await badge.getByText('Offline', { exact: true }).waitFor();
  // What comes through the open stream says that its opening has been seen.
  await tenant.connect('Told of while offline', 'empty');
  await page.getByRole('banner').getByText('last event').waitFor();
  expect(await badge.getByText('Offline', { exact: true }).isVisible()).toBe(true);
  await page.context().close();
}, 120_000);

test('offline before the page knows who is there, it says so and comes to itself', async () => {
  const page = await tenant.signedIn('/connections');
  await page.route('**/api/v1/auth/refresh', (route) => route.abort());
  await page.reload();
  await page.context().setOffline(true);
  await page.getByRole('main').getByRole('alert').waitFor();
  await page.unrouteAll();
  await page.context().setOffline(false);
  await rowsOf(page, 'Connections').first().waitFor();
  await page.context().close();
}, 120_000);

test('a page left in the middle of renewing the session leaves the session whole', async () => {
  const page = await tenant.signedIn('/connections');
  const context = page.context();
  const before = await context.cookies();
  const lost = Promise.withResolvers<undefined>();
  // The server has used the refresh token up, and the page is left before it hears of the next one.
  await page.route(
    '**/api/v1/auth/refresh',
    async (route) => {
      await route.fetch();
      await context.clearCookies();
      await context.addCookies(before);
      lost.resolve(undefined);
    },
    { times: 1 },
  );
  await page.reload({ waitUntil: 'commit' });
  await lost.promise;
  await page.reload();
  await rowsOf(page, 'Connections').first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/connections');
  await context.close();
}, 120_000);

test("a member's page is drawn, and the session renewed, before any script of the page has come", async () => {
  const page = await tenant.signedIn('/connections?status=paused');
  const answer = await page.request.get(page.url());
  const html = await answer.text();
  const policy = answer.headers()['content-security-policy'] ?? '';
  const [, nonce = 'none'] = /script-src 'self' 'nonce-([^']+)';/.exec(policy) ?? [];
  const inPage = [...html.matchAll(/<script(?![^>]* src=)[^>]*>/g)].map(([tag]) => tag);
  expect(inPage.length).toBeGreaterThan(2);
  expect(inPage.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  expect(html).toMatch(/<h1[^>]*>Connections</);
  // It stands in its place, and does not wait for a script to put it there.
  expect(html).not.toContain('<div hidden id="S:');
  expect(html).toMatch(/<option[^>]*value="paused"[^>]*selected/);
  expect(html).toContain('aria-label="Main"');
  let renewals = 0;
  const asked = Promise.withResolvers<undefined>();
  page.on('request', (request) => {
    if (!request.url().endsWith('/auth/refresh')) return;
    renewals += 1;
    asked.resolve(undefined);
  });
  await page.route('**/*.js', async (route) => {
    await asked.promise;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  await rowsOf(page, 'Connections').first().waitFor();
  expect(renewals).toBe(1);
  await page.context().close();
}, 120_000);

test.each([
  ['/dashboard?range=7d', '/dashboard?range=7d'],
  ['/connections?status=paused', '/connections?status=paused'],
  ['/tasks?kind=ingest', '/tasks?kind=ingest'],
  ['/approvals?band=automatic', '/mesh/repairs?state=proposed&band=automatic'],
  ['/records?entity=contact', '/dcl/views/contact'],
  ['/graph?collapse=crm', '/dcl/graph?collapse=crm'],
  ['/ontology', '/dcl/ontology'],
  ['/monitor?days=7', '/mesh/figures?days=7'],
])(
  '%s asks for its data once, before any script of the page has come',
  async (path, request) => {
    const page = await tenant.signedIn('/settings');
    const whole = `${tenant.under.base}/api/v1${request}`;
    const asked = page.waitForRequest(whole);
    let times = 0;
    page.on('request', (each) => {
      if (each.url() === whole) times += 1;
    });
    await page.route('**/*.js', async (route) => {
      await asked;
      await route.continue();
    });
    await page.goto(tenant.under.base + path, { waitUntil: 'commit' });
    await page.getByRole('banner').getByRole('status').getByText('Live', { exact: true }).waitFor();
    await page.getByRole('status').getByText('Loading', { exact: true }).first().waitFor({ state: 'hidden' });
    expect(times).toBe(1);
    await page.context().close();
  },
  120_000,
);

test('a session that ends in the middle of a form leaves the form as it was', async () => {
  const page = await tenant.signedIn('/connections/new?system=filesource');
  await page.getByLabel('Name').fill('Typed before the session ended');
  await page.getByLabel('Folder').fill('crm');
  // The access token is too old, and the cookie that would renew it is gone.
  await page.context().clearCookies();
  await page.clock.setFixedTime(Date.now() + 3_600_000);
  await page.getByRole('button', { name: 'Save and test' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.getByLabel('E-mail').fill(tenant.admin.email);
  await dialog.getByLabel('Password').fill(tenant.admin.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.getByLabel('Name').inputValue()).toBe('Typed before the session ended');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await page.waitForURL((url) => url.searchParams.has('connection'));
  expect((await tenant.list('/connections')).map(({ name }) => name)).toContain(
    'Typed before the session ended',
  );
  await page.context().close();
}, 120_000);
