import type { Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { accounts } from '../support/seeded-console.ts';
import { choose, pressOn, tabTo, typeInto } from '../support/keyboard.ts';
import { faultsOf, someLook } from '../support/console-looks.ts';
import { TenantConsole } from '../support/tenant-console.ts';
import { until } from '../support/test-platform.ts';

/** The tools of the pages that show the data itself: graph, mapping editor, lineage, live flow. */

let tenant: TenantConsole;
let crm: string;
let page: Page;

const deals = [
  'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
  'D1,Ann,GTX,Company 1,Won,2024-01-02,2024-02-03,100',
].join('\n');

const objects = (count: number): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_none, at) => [`late-${at}.csv`, 'gizmo,torque\n1,2\n']));

beforeAll(async () => {
  tenant = await TenantConsole.start();
  await tenant.writeFiles('crm', {
    'accounts.csv': accounts,
    'gizmos.csv': 'gizmo_id,torque\n1,2\n2,3\n',
    'sales_pipeline.csv': deals,
  });
  crm = await tenant.connect('CRM', 'crm');
  expect(await tenant.ingest(crm)).toMatchObject({ state: 'success' });
  await tenant.writeFiles('gone', {});
  expect(await tenant.ingest(await tenant.connect('GONE', 'gone/never'))).toMatchObject({ state: 'failed' });
  page = await tenant.signedIn('/graph');
}, 300_000);

afterAll(() => tenant.stop());

const param = (name: string): string | null => new URL(page.url()).searchParams.get(name);
const told = (name: string, value: string | null): Promise<void> =>
  page.waitForURL((url) => url.searchParams.get(name) === value);
const focusedNode = (): Promise<string | null> =>
  page.evaluate<string | null>('document.activeElement?.getAttribute("data-node")');
const hasFocus = (id: string): Promise<void> =>
  until(`${id} has the focus`, async () => (await focusedNode()) === id);
const drawing = (): Locator => page.getByRole('group', { name: /^DCL graph/ });

const downloaded = async (press: () => Promise<void>): Promise<Buffer> => {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return await readFile(await file.path());
};

test('letters find a node in the graph, and minus and plus fold the tables of its source', async () => {
  const source = drawing().getByRole('button', { name: 'Source CRM, Flowing' });
  await source.waitFor();
  await tabTo(page, page.getByLabel('Find a node'));
  await page.keyboard.type('gizm');
  await page.getByRole('option', { name: /^gizmos\.csv/ }).waitFor();
  await page.keyboard.press('Enter');
  await told('node', 'table:crm/gizmos.csv');
  await hasFocus('table:crm/gizmos.csv');
  // Typed on a node, a letter begins the next search.
  await page.keyboard.type('accounts');
  await page.keyboard.press('Enter');
  await hasFocus('table:crm/accounts.csv');

  await page.keyboard.press('-');
  await told('collapse', 'crm');
  const folded = drawing().getByRole('button', { name: 'Source table 3 tables, Flowing' });
  await hasFocus('tables:crm');
  await page.keyboard.press('Enter');
  await told('node', 'tables:crm');
  await page.getByRole('region', { name: '3 tables' }).getByText('accounts.csv').waitFor({ state: 'hidden' });
  await page.reload();
  await folded.waitFor();
  await pressOn(page, page.getByRole('button', { name: 'Show its tables' }));
  await told('collapse', null);
  await drawing()
    .getByRole('button', { name: /accounts\.csv/ })
    .waitFor();
}, 120_000);

test('a source that fails is hatched and says why; sureness and direction are in the address', async () => {
  await page.goto(`${tenant.under.base}/graph`);
  const { nodes } = (await tenant.ask('GET', '/dcl/graph')) as {
    nodes: readonly { readonly id: string; readonly reason: string | null }[];
  };
  const gone = drawing().locator('[data-node="source:gone"]');
  await gone.waitFor();
  const reason = nodes.find(({ id }) => id === 'source:gone')?.reason ?? 'none';
  const [, words] = /^[a-z]+_[a-z_]+: (.+)$/.exec(reason) ?? [];
  expect(await gone.getAttribute('aria-label')).toBe(`Source GONE, Degraded: ${words}`);
  expect(await gone.locator('rect').last().getAttribute('fill')).toBe('url(#graph-hatch)');

  const narration = page.getByRole('region', { name: 'Narration' });
  await choose(page, narration.getByLabel('Level'), 'Warnings');
  await told('level', 'trouble');
  // The failed task is an error, the connection that it made degraded a warning; what went well is left out.
  let shown = '';
  await until(
    'both are told',
    async () => {
      shown = await narration.innerText();
      return shown.includes('Source is degraded') && shown.includes('ingest: failed');
    },
    () => shown,
  );
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await pressOn(page, narration.getByRole('button', { name: 'Copy the narration' }));
  await narration.getByRole('button', { name: 'Copied: the narration' }).waitFor();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(copied.split('\n').map((line) => line.split(' ')[1])).toEqual(
    expect.arrayContaining(['error', 'warning']),
  );

  await choose(page, page.getByLabel('Confidence', { exact: true }), 'Set by');
  await told('sure', 'set');
  await drawing()
    .getByRole('button', { name: /gizmos/ })
    .waitFor({ state: 'hidden' });
  await choose(page, page.getByLabel('Direction'), 'Top');
  await told('direction', 'down');
  await until('it runs down', async () => (await drawing().getAttribute('height')) === '740');
  await page.setViewportSize({ width: 375, height: 800 });
  await page.getByLabel('Direction').selectOption('across');
  await until('it runs across', async () => (await drawing().getAttribute('width')) === '560');
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.setViewportSize({ width: 1280, height: 800 });
}, 120_000);

test('the top bar leads to what reaches an agent', async () => {
  await page.goto(`${tenant.under.base}/tasks`);
  await pressOn(page, page.getByRole('banner').getByRole('button', { name: 'Persona, autonomy, model' }));
  await pressOn(page, page.getByRole('link', { name: 'RevOps pilot' }));
  await told('agent', 'agent:revops');
  const agent = page.getByRole('main').getByLabel('Agent', { exact: true });
  await until('that agent is chosen', async () => (await agent.inputValue()) === 'agent:revops');
  await drawing()
    .getByRole('button', { name: /^Agent RevOps pilot/ })
    .waitFor();
}, 120_000);

test('what is shown of the graph is saved as SVG, PNG and JSON', async () => {
  await page.goto(`${tenant.under.base}/graph?source=source:crm`);
  await drawing()
    .getByRole('button', { name: /accounts\.csv/ })
    .waitFor();
  const save = (format: string): Promise<Buffer> =>
    downloaded(async () => {
      await pressOn(page, page.getByRole('button', { name: 'Export' }));
      await pressOn(page, page.getByRole('button', { name: new RegExp(`^${format},`) }));
    });
  const size = await Promise.all(['width', 'height'].map((side) => drawing().getAttribute(side)));

  const svg = (await save('SVG')).toString();
  expect(svg).toContain('accounts.csv');
  expect(svg).not.toContain('GONE');
  expect(svg).toContain("font-family:'Quicksand Variable'");
  expect(svg).toContain('fill="rgb(21, 128, 61)"');
  expect(svg).not.toMatch(/class="|var\(--/);

  const png = await save('PNG');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(size.map((each) => Number(each) * 2));

  const { nodes } = JSON.parse((await save('JSON')).toString()) as { nodes: readonly { id: string }[] };
  expect(nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(['source:crm', 'table:crm/gizmos.csv']));
  expect(nodes.some(({ id }) => id === 'source:gone')).toBe(false);
}, 120_000);

test('a mapping is tried, saved beside another, compared and brought back', async () => {
  const [mapping = {}] = await tenant.list(`/mesh/mappings?connection_id=${crm}&entity=account`);
  const id = String(mapping['mapping_id']);
  const newest = Number(mapping['newest_version']);
  const path = `/mesh/mappings/${id}`;
  const { document } = (await tenant.ask('GET', path)) as { document: string };
  await page.goto(`${tenant.under.base}/connections/${crm}?tab=mappings&mapping=${id}`);
  const dialog = page.getByRole('dialog');
  const text = dialog.getByLabel('Mapping (YAML)');
  const attempt = dialog.getByRole('button', { name: 'Try on the stored records' });

  await text.fill(`${document}\nnonsense: 1\n`);
  await attempt.click();
  await pressOn(page, dialog.getByRole('button', { name: /^Go to line \d+$/ }));
  const marked = await page.evaluate<string>(
    '((field) => field.value.slice(field.selectionStart, field.selectionEnd))(document.activeElement)',
  );
  expect(marked).toBe('nonsense: 1');

  const changed = document.replace('from: sector', 'from: office_location');
  expect(changed).not.toBe(document);
  await text.fill(changed);
  await pressOn(page, attempt);
  const outlook = dialog.getByRole('region', { name: 'What would become of the records' });
  await outlook.getByText(/^Tried on (all|the first) 40 stored records/).waitFor();
  await outlook.getByRole('list', { name: 'Rows before and after' }).getByText('France').first().waitFor();
  expect(await tenant.ask('GET', path)).toMatchObject({ newest_version: newest });

  await typeInto(page, dialog.getByLabel('Reason'), 'the sector is of no use');
  await tenant.ask('POST', `${path}/versions`, { document: `${document}\n# noted\n`, reason: 'a note' });
  await dialog.getByText(`Version ${newest + 1} has come meanwhile`).waitFor();
  const save = dialog.getByRole('button', { name: 'Save as a new version' });
  expect(await save.isDisabled()).toBe(true);
  await pressOn(page, dialog.getByRole('button', { name: 'What has changed' }));
  await dialog.getByText('They are the same').waitFor();
  expect([param('part'), param('from'), param('to')]).toEqual([
    'history',
    String(newest),
    String(newest + 1),
  ]);
  await pressOn(page, dialog.getByRole('tab', { name: 'History' }), 'ArrowLeft');
  expect(await text.inputValue()).toBe(changed);
  await pressOn(page, dialog.getByRole('button', { name: 'Keep mine, on top of it' }));
  await pressOn(page, save);
  await dialog.waitFor({ state: 'hidden' });
  expect(await tenant.ask('GET', path)).toMatchObject({ version: newest + 2 });

  await page.goto(`${tenant.under.base}/connections/${crm}?tab=mappings&mapping=${id}&part=history`);
  const versions = dialog.getByRole('list', { name: 'Versions' }).getByRole('listitem');
  const first = versions.filter({ has: page.getByText(`Version ${newest}`, { exact: true }) });
  await pressOn(page, first.getByRole('button', { name: 'Compare' }));
  const change = dialog.getByRole('list', { name: 'Changes' }).getByRole('listitem');
  await change.filter({ hasText: 'industry' }).getByText('office_location').waitFor();
  await pressOn(page, first.getByRole('button', { name: 'Bring back' }));
  await until('the former text is there', async () => (await text.inputValue()) === document);
  expect(await dialog.getByLabel('Reason').inputValue()).toBe(`Back to version ${newest}`);
}, 180_000);

test('lineage tells what it hides, opens it, marks a path and saves the impact', async () => {
  const node = 'column:crm/sales_pipeline.csv/close_value';
  await page.goto(`${tenant.under.base}/lineage?node=${encodeURIComponent(node)}`);
  const region = page.getByRole('region', { name: 'Lineage', exact: true });
  await choose(page, region.getByLabel('Steps'), '1');
  await told('steps', '1');
  const rules = region.getByRole('list', { name: 'Mapping rules' });
  await region.getByRole('list', { name: 'Agents' }).waitFor({ state: 'hidden' });
  await pressOn(page, rules.getByRole('button', { name: /0 of 1 downstream/ }).first());
  await region.getByRole('list', { name: 'Canonical fields' }).getByRole('link').first().waitFor();
  expect(param('open')).toMatch(/^rule:crm\/sales_pipeline\.csv\//);

  await region.getByLabel('Steps').selectOption('4');
  const agent = region.getByRole('list', { name: 'Agents' }).getByRole('link').first();
  await agent.waitFor();
  const id = String(await agent.getAttribute('data-node'));
  await region.getByLabel('Path to').selectOption(id);
  await told('to', id);
  await region
    .getByRole('status')
    .getByText(/^\d+ nodes on the way to/)
    .waitFor();
  await region.getByLabel('Show').selectOption('trouble');
  await region.getByText('Nothing here has trouble').waitFor();
  await page.getByRole('button', { name: 'What if it were gone?' }).click();
  const csv = (await downloaded(() => page.getByRole('button', { name: 'CSV' }).click())).toString();
  const impact = (await tenant.ask('GET', `/dcl/impact?node=${encodeURIComponent(node)}`)) as Record<
    'fields' | 'columns' | 'agents' | 'tables',
    readonly unknown[]
  >;
  const { fields, columns, agents, tables } = impact;
  const rows = csv.trimEnd().split('\r\n');
  expect(rows).toHaveLength(1 + fields.length + columns.length + agents.length + tables.length);
}, 120_000);

test('live flow is filtered, waits for its reader, and shows a record before and after its mapping', async () => {
  await page.goto(`${tenant.under.base}/live-flow`);
  const list = page.getByRole('list', { name: 'Latest events' });
  const rows = list.getByRole('listitem');
  await page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
  await tenant.writeFiles('crm', { 'accounts.csv': `${accounts}\nNewcomer,retail,1999,1.5,7,Spain,` });
  await tenant.ingest(crm);
  await rows.getByText('Canonical appended').first().waitFor();

  await choose(page, page.getByLabel('Entity'), 'Contacts');
  await told('entity', 'contact');
  await page.getByText('Nothing that matches has moved').waitFor();
  await page.getByLabel('Entity').selectOption('account');
  await told('entity', 'account');
  await page.getByLabel('Outcome').selectOption('created');
  await told('outcome', 'created');
  await pressOn(page, rows.getByRole('button').first());
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Before mapping').getByText('"Newcomer"').waitFor();
  await dialog
    .getByLabel(/^After mapping, version/)
    .getByText('"industry"')
    .waitFor();
  await pressOn(page, dialog.getByRole('button', { name: 'Only this trace' }));
  await page.getByRole('button', { name: /^Trace .* only$/ }).waitFor();

  await page.goto(`${tenant.under.base}/live-flow`);
  await page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
  const changed = async (name: string): Promise<void> => {
    await tenant.writeFiles('crm', { ...objects(12), [`${name}.csv`]: 'a,b\n1,2\n' });
    await tenant.ingest(crm);
  };
  await changed('one');
  await until('the list is long', async () => (await rows.count()) > 10);
  const height = await page.evaluate<number>(
    `((list) => (list.scrollTop = list.scrollHeight, list.scrollTop))(document.querySelector('ul[aria-label="Latest events"]'))`,
  );
  expect(height).toBeGreaterThan(0);
  const before = await rows.count();
  await changed('two');
  const fresh = page.getByRole('button', { name: /^\d+ new$/ });
  await fresh.waitFor();
  expect(await rows.count()).toBe(before);
  await pressOn(page, fresh);
  await until('what has come is shown', async () => (await rows.count()) > before);
}, 180_000);

test('live flow says where the stream was cut for longer than the server remembers', async () => {
  await page.route(
    '**/api/v1/events/stream',
    (route) => route.fulfill({ contentType: 'text/event-stream', body: 'event: resync\ndata: {}\n\n' }),
    { times: 1 },
  );
  await page.goto(`${tenant.under.base}/live-flow`);
  await page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
  await tenant.writeFiles('crm', { 'accounts.csv': `${accounts}\nLatecomer,retail,1999,1.5,7,Spain,` });
  await tenant.ingest(crm);
  const rows = page.getByRole('list', { name: 'Latest events' }).getByRole('listitem');
  await rows.getByText('Canonical appended').first().waitFor();
  await rows.last().getByText('events are missing here').waitFor();
}, 120_000);

test('what these tools show is accessible and fits', async () => {
  const [mapping = {}] = await tenant.list(`/mesh/mappings?connection_id=${crm}&entity=account`);
  const [event = {}] = await tenant.list('/events?types=canonical.appended');
  const paths = [
    '/graph?collapse=crm&direction=across&node=source:gone',
    `/connections/${crm}?tab=mappings&mapping=${String(mapping['mapping_id'])}&part=history&from=1&to=2`,
    '/lineage?node=table:crm/accounts.csv&steps=1&to=agent:revops',
    `/live-flow?event=${String(event['id'])}`,
  ];
  const faults: string[] = [];
  for (const [at, path] of paths.entries())
    faults.push(...(await faultsOf(page, tenant.under.base, path, someLook(at))));
  expect(faults).toEqual([]);
}, 180_000);
