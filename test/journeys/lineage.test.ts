import type { BrowserContext, Locator, Page } from '@playwright/test';
import { plantLineage } from '../../bench/console/planted-tenants.ts';
import { faultsOf, someLook } from '../support/console-looks.ts';
import { TenantConsole } from '../support/tenant-console.ts';
import { until } from '../support/test-platform.ts';
import { newTenant } from '../support/test-users.ts';

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

test('on a node of the graph `g` begins the way to a page, or a name', async () => {
  const page = await tenant.signedIn('/graph');
  const node = page.locator('[data-node="table:crm/accounts.csv"]');
  await node.focus();
  await page.keyboard.type('gizm');
  await page.getByRole('option', { name: /^gizmos\.csv/ }).waitFor();
  await page.keyboard.press('Enter');
  await until('what was found has the focus', async () => (await focused(page)) === 'table:crm/gizmos.csv');
  await page.keyboard.type('gl');
  await page.getByRole('heading', { level: 1, name: 'Data Lineage' }).waitFor();
  await page.context().close();
}, 120_000);

interface Pill {
  readonly text: string;
  readonly kind: 'agent' | 'other';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly border: string;
  readonly font: string;
}
interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly string[];
  readonly pills: readonly Pill[];
  /** Middles of the robots. */
  readonly robots: readonly { readonly x: number; readonly y: number }[];
  readonly fromSource: string;
}

const drawingOf = (page: Page): Promise<Drawing> =>
  page.evaluate<Drawing>(`(() => {
    const svg = document.querySelector('svg[aria-label^="DCL graph"]');
    const of = (one, ...names) => Object.fromEntries(names.map((name) => [name, Number(one.getAttribute(name))]));
    return {
      ...of(svg, 'width', 'height'),
      nodes: [...svg.querySelectorAll('[data-node] rect:last-child')].map((one) => one.getAttribute('width')),
      pills: [...svg.querySelectorAll('g[aria-hidden] > rect')].map((one) => ({
        ...of(one, 'x', 'y', 'width', 'height'),
        text: one.parentElement.querySelector('text').textContent,
        kind: one.parentElement.parentElement.querySelector('[data-node^="agent:"]') ? 'agent' : 'other',
        border: one.getAttribute('stroke-width'),
        font: one.parentElement.querySelector('text').getAttribute('font-size'),
      })),
      robots: [...svg.querySelectorAll('.agent-halo')].map((one) => {
        const [x, y] = one.parentElement.getAttribute('transform').match(/[\\d.]+/g).map(Number);
        return { x, y };
      }),
      fromSource: getComputedStyle(svg.querySelector('path[aria-label^="CRM to"]')).stroke,
    };
  })()`);

const isIn = ({ x, y, width, height }: Pill, point: { readonly x: number; readonly y: number }): boolean =>
  point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;

const overlap = (one: Pill, other: Pill): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

test('the graph has the measures that were asked for, and its edges tell their fields', async () => {
  const page = await tenant.signedIn('/graph', { colorScheme: 'dark' });
  const graph = page.getByRole('group', { name: /^DCL graph/ });
  await graph.getByRole('button', { name: /^Agent RevOps/ }).waitFor();
  const { nodes, pills, robots, height, width, fromSource } = await drawingOf(page);
  expect(new Set(nodes)).toEqual(new Set(['8']));
  expect(height).toBe(Math.min(800, 100 + 40 * nodes.length));
  expect(fromSource).toBe('rgb(34, 197, 94)');
  expect(pills.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['CRM', 'SHOP', 'Account', 'RevOps pilot']),
  );
  expect(new Set(pills.map((pill) => [pill.kind, pill.height, pill.font, pill.border].join(' ')))).toEqual(
    new Set(['agent 24 15 1.5', 'other 16 10 1.5']),
  );
  for (const [at, pill] of pills.entries()) {
    expect(pills.slice(at + 1).filter((other) => overlap(pill, other))).toEqual([]);
    expect(pill.x >= 0 && pill.y >= 0 && pill.x + pill.width <= width && pill.y + pill.height <= height).toBe(
      true,
    );
  }
  const agents = pills.filter(({ kind }) => kind === 'agent');
  expect(robots).toHaveLength(agents.length);
  for (const agent of agents) expect(robots.filter((robot) => isIn(agent, robot))).toHaveLength(1);

  // In its middle, where the drawing works out which edge is meant.
  await graph.getByRole('img', { name: /^CRM to accounts\.csv, 7 fields/ }).hover({ force: true });
  const tooltip = page.getByRole('tooltip');
  await tooltip.getByText('CRM → accounts.csv').waitFor();
  await tooltip
    .getByText('account, sector, year_established, revenue, employees, office_location, subsidiary_of')
    .waitFor();

  await page.setViewportSize({ width: 375, height: 800 });
  await until('it runs from top to bottom', async () => (await drawingOf(page)).height === 740);
  const panel = page.getByRole('region', { name: 'Data Connection Layer (DCL)' });
  const controls = await panel.locator('select').all();
  const filters = await Promise.all(controls.map(async (one) => (await one.boundingBox())?.x));
  expect(filters).toHaveLength(6);
  expect(new Set(filters).size).toBe(2);
  await page.context().close();
}, 120_000);

test('of a long lineage the cards near the screen are drawn, and the one that has the focus', async () => {
  const tracer = await newTenant(tenant.under);
  const { admin } = tenant.under.platform.database;
  await plantLineage((text, values) => admin.query(text, [...values]), tracer.tenantId);
  const page = await tenant.signedIn('/lineage?node=field:account.name', { user: tracer });
  const rows = page.getByRole('list', { name: 'Mapping rules' }).getByRole('listitem');
  const place = (row: Locator): Promise<string | null> => row.getAttribute('aria-posinset');
  const few = 60;
  await rows.first().getByRole('link').focus();
  expect([await place(rows.first()), await rows.first().getAttribute('aria-setsize')]).toEqual(['1', '299']);
  expect(await rows.count()).toBeLessThan(few);
  const first = await focused(page);

  await until('the last card is drawn', async () => {
    await page.mouse.wheel(0, 100_000);
    return (await place(rows.last())) === '299';
  });
  expect(await rows.count()).toBeLessThan(few);
  expect(await focused(page)).toBe(first);
  // Past the button of the first card lies the second, wherever the screen was.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await place(rows.filter({ has: page.locator(':focus') }))).toBe('2');
  await page.context().close();
}, 120_000);

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
  await page.getByRole('search', { name: 'Tables' }).getByRole('searchbox').fill('torque');
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
