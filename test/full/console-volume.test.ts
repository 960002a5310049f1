import type { Page } from '@playwright/test';
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

const sql = (text: string, values: readonly unknown[]) =>
  tenant.under.platform.database.admin.query(text, [...values]);

/** Connections with names and slugs of their own; answers nothing: SQL finds them by their slug. */
const plantConnections = (tenantId: string, count: number) =>
  sql(
    `insert into au.connections (tenant_id, connection_id, slug, name, system, config, status, created_by)
     select $1, gen_random_uuid(), 'source-' || n, 'Source ' || n, 'filesource', '{}', 'active', 'test'
     from generate_series(1, $2) n`,
    [tenantId, count],
  );

/** So many tables on each of the first connections, with so many columns each. */
const plantTables = (
  tenantId: string,
  {
    sources,
    tables,
    columns,
  }: { readonly sources: number; readonly tables: number; readonly columns: number },
) =>
  sql(
    `insert into au.source_schemas (tenant_id, connection_id, object, version, fingerprint, document)
     select c.tenant_id, c.connection_id, 'table' || t, 1, md5(t::text), jsonb_build_object(
       'name', 'table' || t, 'kind', 'table', 'key', '["column1"]'::jsonb, 'changeFields', '[]'::jsonb, 'access', 'granted',
       'fields', (select jsonb_agg(jsonb_build_object('name', 'column' || f, 'type', 'string', 'nullable', true))
         from generate_series(1, $4) f))
     from au.connections c, generate_series(1, $3) t
     where c.tenant_id = $1 and substr(c.slug, 8)::integer <= $2`,
    [tenantId, sources, tables, columns],
  );

/** Maps each table of a tenant to these entities, all from the same two columns. */
const plantMappings = async (tenantId: string, entities: Readonly<Record<string, string>>): Promise<void> => {
  await sql(
    `insert into au.streams (tenant_id, connection_id, stream, object)
     select tenant_id, connection_id, object, object from au.source_schemas where tenant_id = $1`,
    [tenantId],
  );
  for (const [entity, field] of Object.entries(entities)) {
    await sql(
      `insert into au.mapping_versions (tenant_id, connection_id, stream, entity, version, document, author, reason)
       select tenant_id, connection_id, stream, $2, 1, 'system: filesource' || chr(10) || 'object: ' || object || chr(10)
         || 'entity: ' || $2 || chr(10) || 'version: 1' || chr(10) || 'key: column1' || chr(10) || 'fields:' || chr(10)
         || '  ' || $3 || ': column2' || chr(10), 'human', 'planted'
       from au.streams where tenant_id = $1`,
      [tenantId, entity, field],
    );
  }
  await sql(
    `insert into au.active_mappings (tenant_id, connection_id, stream, entity, version)
     select tenant_id, connection_id, stream, entity, version from au.mapping_versions where tenant_id = $1`,
    [tenantId],
  );
};

beforeAll(async () => {
  tenant = await TenantConsole.start();
  const { tenantId } = tenant.admin;
  await plantConnections(tenantId, connections);
  await plantTables(tenantId, { sources: 50, tables: 20, columns: fields / 1_000 });
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
  await plantConnections(grapher.tenantId, 10);
  await plantTables(grapher.tenantId, { sources: 10, tables: 18, columns: 3 });
  await plantMappings(grapher.tenantId, { account: 'name', contact: 'last_name', opportunity: 'name' });
  tracer = await newTenant(tenant.under);
  await plantConnections(tracer.tenantId, 40);
  await plantTables(tracer.tenantId, { sources: 40, tables: 25, columns: 2 });
  await plantMappings(tracer.tenantId, { account: 'name' });
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
