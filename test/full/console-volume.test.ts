import type { Page } from '@playwright/test';
import {
  plantConnections,
  plantGraph,
  plantLineage,
  plantTables,
} from '../../bench/console/planted-tenants.ts';
import type { Query } from '../../bench/console/planted-tenants.ts';
import { TenantConsole } from '../support/tenant-console.ts';
import { until } from '../support/test-platform.ts';
import { newTenant } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';

/** Pages of the console over as much as large tenants have; figures are printed, not judged. */

const connections = 10_000;
const fields = 50_000;
const tasks = 1_000_000;
/** What a page may put on screen before somebody asks for more. */
const mostRows = 60;

let tenant: TenantConsole;
let grapher: TestUser;
let tracer: TestUser;

const sql: Query = (text, values) => tenant.under.platform.database.admin.query(text, [...values]);

beforeAll(async () => {
  tenant = await TenantConsole.start();
  const { tenantId } = tenant.admin;
  await plantConnections(sql, tenantId, connections);
  await plantTables(sql, tenantId, { sources: 50, tables: 20, columns: fields / 1_000 });
  await sql(
    `insert into au.tasks (tenant_id, task_id, kind, state, subject_kind, subject_id, workflow_id, trace_id, requested_by,
       created_at, started_at, ended_at)
     select $1, gen_random_uuid(), 'ingest', 'success', 'connection', c.connection_id::text, 'w' || n, repeat('a', 32),
       'test', now() - n * interval '1 second', now() - n * interval '1 second', now() - n * interval '1 second'
     from generate_series(1, $2) n
     join (select connection_id, row_number() over () - 1 as at from au.connections where tenant_id = $1) c
       on c.at = n % $3`,
    [tenantId, tasks, connections],
  );
  await sql('analyze au.tasks, au.connections, au.source_schemas', []);
  grapher = await newTenant(tenant.under);
  await plantGraph(sql, grapher.tenantId);
  tracer = await newTenant(tenant.under);
  await plantLineage(sql, tracer.tenantId);
}, 600_000);

afterAll(() => tenant.stop());

const milliseconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return Math.round(performance.now() - begun);
};

const countRows = (page: Page): Promise<number> =>
  page.locator('main tbody tr, main ul[aria-label] > li').count();

/** A long table draws few of its rows, and says how many there are. */
const countKnown = async (page: Page): Promise<number> => {
  const long = page.locator('main table[aria-rowcount]');
  const said = (await long.count()) > 0 ? await long.first().getAttribute('aria-rowcount') : null;
  return Math.max(Number(said), await countRows(page));
};

test.each([
  ['/connections', 'Connections'],
  ['/monitor', 'Health of the connections'],
  ['/tasks', 'Tasks'],
  ['/ontology?tab=universe', 'Tables of the sources'],
])(
  '%s shows a page of it, and more when asked',
  async (path, label) => {
    const page = await tenant.signedIn('/audit');
    const list = page.locator(`main [aria-label="${label}"], main table:has(caption:text-is("${label}"))`);
    const ms = await milliseconds(async () => {
      await page.goto(tenant.under.base + path);
      await list.first().waitFor();
    });
    const before = await countRows(page);
    console.info(`${path}: ${before} rows after ${ms} ms`);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThanOrEqual(mostRows);
    const next = page.waitForResponse((response) => response.url().includes('cursor='));
    await page.getByRole('button', { name: 'Show more' }).click();
    expect((await next).status()).toBe(200);
    await until('the next page is shown', async () => (await countKnown(page)) > before);
    await page.context().close();
  },
  180_000,
);

test('the graph of 200 nodes and 600 edges is drawn', async () => {
  const { json } = await tenant.under.ask('GET', '/api/v1/dcl/graph', { token: grapher.token });
  const [nodes, edges] = [json?.['nodes'] as unknown[], json?.['edges'] as unknown[]];
  expect(nodes.length).toBeGreaterThanOrEqual(190);
  expect(edges.length).toBeGreaterThanOrEqual(600);
  const page = await tenant.signedIn('/audit', { user: grapher });
  const graph = page.getByRole('group', { name: /^DCL graph/ });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  /** What the page's own thread has computed so far, in ms, whoever else uses the machine. */
  const computed = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return Math.round((metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000);
  };
  const before = await computed();
  const begun = performance.now();
  const answer = page.waitForResponse((response) => response.url().includes('/api/v1/dcl/graph'));
  await page.goto(`${tenant.under.base}/graph`);
  await (await answer).finished();
  const drawn = await milliseconds(() => graph.getByRole('button').last().waitFor());
  const cpu = (await computed()) - before;
  console.info(
    `${nodes.length} nodes and ${edges.length} edges: drawn ${drawn} ms after they had come, ` +
      `${Math.round(performance.now() - begun)} ms after the address was entered; ` +
      `of it ${cpu} ms were computing, the start of the application included`,
  );
  expect(await graph.getByRole('button').count()).toBe(nodes.length);
  await page.context().close();
}, 180_000);

test('a lineage of 2,000 nodes says how many it leaves out', async () => {
  const { json } = await tenant.under.ask('GET', '/api/v1/dcl/lineage/field/account.name', {
    token: tracer.token,
  });
  const reach = json?.['reach'] as { up: number; down: number };
  expect(reach.up).toBeGreaterThanOrEqual(2_000);
  const page = await tenant.signedIn('/audit', { user: tracer });
  const ms = await milliseconds(async () => {
    await page.goto(`${tenant.under.base}/lineage?node=field%3Aaccount.name`);
    await page.locator('main [data-node]').first().waitFor();
  });
  const shown = await page.locator('main [data-node]').count();
  console.info(`a lineage of ${reach.up} nodes: ${shown} shown after ${ms} ms`);
  const words = await page.getByText(/^[\d,]+ more nodes are not shown/).innerText();
  const leftOut = Number(words.split(' ')[0]?.replaceAll(',', ''));
  expect(leftOut).toBeGreaterThan(1_000);
  expect(leftOut + shown).toBeLessThanOrEqual(reach.up + reach.down + 1);
  await page.context().close();
}, 180_000);
