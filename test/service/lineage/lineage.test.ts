import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cloudCosts } from '../../../demo/generate/cloud-costs.ts';
import { createRandom } from '../../../demo/generate/random.ts';
import { runCli } from '../../support/run-cli.ts';
import { startInstallation } from '../../support/test-installation.ts';
import type { TestInstallation } from '../../support/test-installation.ts';
import { until } from '../../support/test-platform.ts';
import { newTenant } from '../../support/test-users.ts';

type Row = Readonly<Record<string, unknown>>;
let it: TestInstallation;
let connection: string;
let folder: string;

const accounts = (sector: string): string =>
  [
    `account,${sector},year_established,revenue,employees,office_location,subsidiary_of`,
    ...Array.from({ length: 30 }, (_, at) => `Company ${at},Sector ${at % 5},1990,${at}.5,${at},France,`),
  ].join('\n');
const deals = [
  'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
  ...Array.from(
    { length: 20 },
    (_, at) =>
      `D${at},Ann,GTX,Company ${at},${at % 2 === 0 ? 'Won' : 'Engaging'},2024-01-02,2024-02-03,${at}00`,
  ),
].join('\n');

beforeAll(async () => {
  it = await startInstallation();
  folder = join(it.platform.folder, 'files', it.admin.tenantId, 'crm');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'accounts.csv'), accounts('sector'));
  await writeFile(join(folder, 'sales_pipeline.csv'), deals);
  await writeFile(join(folder, 'gizmos.csv'), 'gizmo_id,torque\n1,2\n2,3\n');
  connection = await it.connect({ system: 'filesource', name: 'CRM', config: { folder: 'crm' } });
  expect((await it.ingest(connection))['state']).toBe('success');
});
afterAll(() => it.close());

const get = async (path: string): Promise<Row> => {
  const { status, json, text } = await it.ask('GET', path);
  if (status !== 200) throw new Error(`${path} answered ${String(status)}: ${text}`);
  return json ?? {};
};
const lineage = (kind: string, id: string, query = '') =>
  get(`/dcl/lineage/${kind}/${encodeURIComponent(id)}${query}`);
const idsOf = (answer: Row) => (answer['nodes'] as Row[]).map(({ id }) => id);
const impact = (query: string) => get(`/dcl/impact?${query}`);

test('the graph leads from the source over its tables and the ontology to the agents', async () => {
  const graph = await get('/dcl/graph');
  const former = await it.api.ask('GET', '/dcl/graph', { token: it.admin.token });
  expect(former.json).toEqual(graph);
  const nodes = graph['nodes'] as Row[];
  const of = (id: string) => nodes.find((node) => node['id'] === id);
  expect(of('source:crm')).toMatchObject({
    type: 'source_parent',
    depth: 0,
    tables: 3,
    connection_id: connection,
  });
  expect(of('table:crm/accounts.csv')).toMatchObject({ depth: 1, records: 30, status: 'ok' });
  expect(of('table:crm/gizmos.csv')).toMatchObject({ status: expect.stringMatching('unmapped') as unknown });
  expect(of('entity:opportunity')).toMatchObject({ type: 'ontology', depth: 2, records: 20, tables: 1 });
  expect(of('agent:revops')).toMatchObject({ type: 'agent', depth: 3 });
  const edges = graph['edges'] as Row[];
  const edge = (id: string) => edges.find((each) => each['id'] === id);
  expect(edge('source:crm > table:crm/accounts.csv')).toMatchObject({ kind: 'hierarchy', field_count: 7 });
  const mapped = edge('table:crm/accounts.csv > entity:account');
  expect(mapped).toMatchObject({ kind: 'dataflow', status: 'ok', records: 30, confidence: null });
  expect(mapped?.['fields']).toContainEqual({
    from: ['account'],
    to: 'name',
    confidence: null,
    pending: false,
  });
  expect(edge('entity:opportunity > agent:revops')).toMatchObject({ kind: 'dataflow' });
  const collapsed = await get('/dcl/graph?collapse=crm');
  expect((collapsed['nodes'] as Row[]).filter(({ type }) => type === 'table')).toMatchObject([
    { id: 'tables:crm', tables: 3, records: 50, reason: null },
  ]);
});

test('a column is followed to the agent that reads it, and back', async () => {
  const down = await lineage('column', 'crm/sales_pipeline.csv/close_value', '?direction=down');
  expect(idsOf(down)).toEqual([
    'column:crm/sales_pipeline.csv/close_value',
    'rule:crm/sales_pipeline.csv/opportunity.amount',
    'field:opportunity.amount',
    'view_column:opportunities.amount',
    'agent:revops',
  ]);
  const rule = (down['nodes'] as Row[])[1]?.['rule'] as Row;
  expect(rule).toMatchObject({ mapping_version: 1, author: 'default', from: ['close_value'] });
  const { json } = await it.ask('GET', `/mesh/mappings/${String(rule['mapping_id'])}`);
  expect(json).toMatchObject({ stream: 'sales_pipeline.csv', entity: 'opportunity' });
  const up = await lineage('view_column', 'opportunities.amount', '?direction=up');
  expect(idsOf(up)).toContain('column:crm/sales_pipeline.csv/close_value');
  const bounded = await lineage('agent', 'revops', '?limit=3');
  expect(idsOf(bounded)).toHaveLength(3);
  expect(bounded['left_out']).toBeGreaterThan(0);
  expect((await it.ask('GET', '/dcl/lineage/column/nothing')).status).toBe(404);
  expect((await it.ask('GET', '/dcl/lineage/planet/crm')).status).toBe(404);
});

test('search finds columns by a part of their name', async () => {
  const found = await get('/dcl/lineage/search?q=close_val');
  expect((found['data'] as Row[]).map(({ path }) => path)).toEqual([
    'CRM / sales_pipeline.csv / close_value',
  ]);
  expect((await it.ask('GET', '/dcl/lineage/search?q=')).status).toBe(422);
});

test('the ontology tells standards and which tables give a field; the universe tells what is not mapped', async () => {
  const ontology = await get('/dcl/ontology');
  const account = (ontology['entities'] as Row[]).find(({ name }) => name === 'account');
  expect(account).toMatchObject({ view: 'accounts', primary_key: 'account_id' });
  const industry = (account?.['fields'] as Row[]).find(({ name }) => name === 'industry');
  expect(industry?.['supplies']).toMatchObject([
    { object: 'accounts.csv', from: ['sector'], pending: false },
  ]);
  const first = await get('/dcl/ontology/sources?limit=1');
  const cursor = String((first['page'] as Row)['next_cursor']);
  const second = await get(`/dcl/ontology/sources?limit=5&cursor=${encodeURIComponent(cursor)}`);
  const tables = [...(first['data'] as Row[]), ...(second['data'] as Row[])];
  expect(tables.map(({ object }) => object)).toEqual(['accounts.csv', 'gizmos.csv', 'sales_pipeline.csv']);
  const columns = tables[0]?.['columns'] as Row[];
  expect(columns.find(({ name }) => name === 'sector')).toMatchObject({ targets: ['account.industry'] });
  expect(tables[1]).toMatchObject({ mapped_count: 0, column_count: 2 });
});

test('the universe tells how full columns are and what values look like, where a read has measured it, and never a value', async () => {
  const values = (object: string) =>
    get(`/dcl/ontology/sources/values?connection_id=${connection}&object=${object}`);
  const measured = await values('sales_pipeline.csv');
  expect(measured['measured']).toMatchObject({ rows: 20, whole: true });
  const columns = measured['columns'] as Row[];
  const column = (name: string) => columns.find((one) => one['name'] === name);
  expect(column('opportunity_id')).toMatchObject({ empty_share: 0, shapes: ['a9', 'a99'] });
  expect(column('engage_date')).toMatchObject({ shapes: ['9999-99-99'] });
  expect(column('close_value')).toMatchObject({ shapes: ['9999', '999', '9'] });
  expect(JSON.stringify(measured)).not.toMatch(/Ann|Company/);
  expect(await values('accounts.csv')).toMatchObject({
    columns: expect.arrayContaining([{ name: 'subsidiary_of', empty_share: 1, shapes: [] }]) as unknown,
  });
  expect(await values('gizmos.csv')).toMatchObject({ measured: null, columns: [] });
  const nowhere = `/dcl/ontology/sources/values?connection_id=${connection}&object=nowhere`;
  expect((await it.ask('GET', nowhere)).status).toBe(404);
});

test('a removal is told before it happens, and comes about as it was told', async () => {
  const told = await impact(`node=${encodeURIComponent('column:crm/accounts.csv/sector')}`);
  expect(told['fields']).toMatchObject([{ field: 'industry', effect: 'lost', before: ['sector'] }]);
  expect(told['records']).toMatchObject([{ object: 'accounts.csv', entity: 'account', records: 30 }]);
  expect(told['columns']).toMatchObject([{ view: 'accounts', column: 'industry', effect: 'lost' }]);
  const deal = await impact(`node=${encodeURIComponent('column:crm/sales_pipeline.csv/close_value')}`);
  expect(deal['agents']).toMatchObject([
    { agent: 'revops', columns: ['opportunities.amount'], starved: true },
  ]);
  expect((await it.ask('GET', '/dcl/impact')).status).toBe(422);
  expect((await it.ask('GET', '/dcl/impact?node=column:crm/x/y')).status).toBe(404);

  await writeFile(join(folder, 'accounts.csv'), accounts('industry_sector'));
  expect((await it.ingest(connection))['state']).toBe('success');
  const pending = await lineage('field', 'account.industry');
  const states = new Map((pending['nodes'] as Row[]).map(({ id, state }) => [id, state]));
  expect(states.get('column:crm/accounts.csv/sector')).toBe('lost');
  expect(states.get('rule:crm/accounts.csv/account.industry')).toBe('pending');

  let repair: Row = {};
  await until(
    'a repair is proposed',
    async () => {
      const list = await get(`/mesh/repairs?connection_id=${connection}&state=proposed`);
      repair = (list['data'] as Row[]).find(({ object }) => object === 'accounts.csv') ?? {};
      return repair['repair_id'] !== undefined;
    },
    () => JSON.stringify(repair),
    90,
  );
  const { repair_id, digest } = repair;
  const proposed = await impact(`repair_id=${String(repair_id)}`);
  expect(proposed['fields']).toMatchObject([
    { field: 'industry', effect: 'regained', after: ['industry_sector'] },
  ]);
  expect(proposed['columns']).toMatchObject([{ column: 'industry', effect: 'added' }]);

  expect((await it.ask('POST', '/mesh/repair/approve', { repair_id, digest })).status).toBe(202);
  await until(
    'the ticket is closed',
    async () => ((await get(`/mesh/repairs/${String(repair_id)}`))['state'] as string) === 'applied',
    () => JSON.stringify(repair),
    90,
  );
  const repaired = await lineage('field', 'account.industry', '?direction=up');
  const former = (repaired['edges'] as Row[]).filter((edge) => edge['former'] === true);
  expect(former.map(({ source }) => source)).toEqual(['column:crm/accounts.csv/sector']);
  const rule = (repaired['nodes'] as Row[]).find(({ kind }) => kind === 'rule')?.['rule'] as Row;
  expect(rule).toMatchObject({ mapping_version: 2, from: ['industry_sector'] });
  expect(rule['confidence']).toBeGreaterThan(0);
  expect(rule['confidence']).toBeLessThanOrEqual(1);
});

test('golden values are traced to the records they are taken from, and counted where a column would go', async () => {
  const task = await it.ended(await it.ask('POST', '/dcl/connect', {}));
  expect(task['state']).toBe('success');
  const nodes = (await get('/dcl/graph'))['nodes'] as Row[];
  expect(nodes.find(({ id }) => id === 'entity:account')).toMatchObject({ golden: 30 });
  const key = encodeURIComponent('crm/accounts.csv/Company 3');
  const golden = (await get(`/records/account/${key}`))['golden'] as Row;
  expect(golden).toMatchObject({ view: 'accounts', records: 1 });
  expect(golden['values']).toContainEqual({ field: 'industry', rule: 'only', mapping_version: 2 });
  const told = await impact(`node=${encodeURIComponent('column:crm/accounts.csv/industry_sector')}`);
  expect(told['fields']).toMatchObject([{ field: 'industry', golden: 30 }]);
  const { insights } = await lineage('column', 'crm/sales_pipeline.csv/close_value');
  expect((insights as Row[]).map(({ agent }) => agent)).toContain('revops');
}, 120_000);

/** Follows a value of a golden record to its source row; answers the raw column that the mapping takes it from, and what stands there. */
const followed = async (
  from: string,
  { entity, id, field }: { readonly entity: string; readonly id: string; readonly field: string },
): Promise<{ readonly value: unknown; readonly column: string; readonly raw: unknown }> => {
  const golden = await get(`/dcl/views/${entity}/${id}`);
  const value = (golden['values'] as Row)[field];
  const origin = (golden['origins'] as Row[]).find((each) => each['field'] === field) ?? {};
  const { record_key: key, seq, mapping_version: version } = origin;
  const record = await get(`/records/${entity}/${encodeURIComponent(String(key))}?as_of=${String(seq)}`);
  const event = record['event'] as { data: Row; meta: Row; seq: number };
  expect([event.data[field], event.meta['mapping_version'], event.seq]).toEqual([value, version, seq]);
  const mappings = (await get(`/mesh/mappings?connection_id=${from}`))['data'] as Row[];
  const mapping = mappings.find((each) => each['entity'] === entity) ?? {};
  const { parsed } = (await get(
    `/mesh/mappings/${String(mapping['mapping_id'])}/versions/${String(version)}`,
  )) as { parsed: { fields: Readonly<Record<string, { from: string[] }>> } };
  const [column = ''] = parsed.fields[field]?.from ?? [];
  return { value, column, raw: (record['raw'] as Row)[column] };
};

test('any number is followed by the API to the view row, the golden value, the source row and the mapping version', async () => {
  const asked = await it.ask('POST', '/nlp/query', { question: 'Top 20 won deals', today: '2024-12-31' });
  const { columns, rows, cited } = asked.json?.['table'] as {
    columns: Row[];
    rows: unknown[][];
    cited: { entity: string; id: string }[][];
  };
  const amountAt = columns.findIndex(({ name }) => name === 'amount');
  // Of twenty deals every second one is won.
  expect(rows).toHaveLength(10);
  for (const [at, row] of rows.entries()) {
    const [{ entity, id } = { entity: '', id: '' }] = cited[at] ?? [];
    const { value, column, raw } = await followed(connection, { entity, id, field: 'amount' });
    expect([value, column, Number(raw)]).toEqual([row[amountAt], 'close_value', Number(row[amountAt])]);
  }
}, 120_000);

test('a sum is followed by the records that it cites, each to its bill', async () => {
  const bills = join(it.platform.folder, 'files', it.admin.tenantId, 'bills');
  await mkdir(bills, { recursive: true });
  await writeFile(join(bills, 'costs.csv'), cloudCosts(createRandom('lineage'), 2));
  const billing = await it.connect({ system: 'filesource', name: 'Bills', config: { folder: 'bills' } });
  expect((await it.ingest(billing))['state']).toBe('success');
  expect((await it.ended(await it.ask('POST', '/dcl/connect', {})))['state']).toBe('success');
  const question = 'What is our cloud spend in the last 30 days?';
  const { figures, citations, records } = (await it.ask('POST', '/nlp/query', { question }))
    .json as unknown as {
    figures: { value: string }[];
    citations: { entity: string; id: string }[];
    records: number;
  };
  expect([figures.length, records > citations.length]).toEqual([1, true]);
  const costs = await Promise.all(
    citations.map(({ entity, id }) => followed(billing, { entity, id, field: 'billed_cost' })),
  );
  expect(costs.length).toBeGreaterThan(0);
  for (const { value, column, raw } of costs)
    expect([column, Number(raw)]).toEqual(['BilledCost', Number(value)]);
  const cited = costs.reduce((sum, { raw }) => sum + Number(raw), 0);
  expect(Number(figures[0]?.value)).toBeGreaterThan(cited);
}, 120_000);

test('the command line tells the same', async () => {
  const run = (...words: string[]) =>
    runCli(words, {
      AUTONOMOS_HOME: it.platform.folder,
      AUTONOMOS_URL: it.api.url,
      AUTONOMOS_TOKEN: it.admin.token,
    });
  const shown = await run(
    '--json',
    'lineage',
    'show',
    'view_column:opportunities.amount',
    '--direction',
    'up',
  );
  const { nodes } = JSON.parse(shown.out) as { nodes: Row[] };
  expect(nodes.map(({ id }) => id)).toContain('column:crm/sales_pipeline.csv/close_value');
  const gone = await run('lineage', 'impact', 'column:crm/sales_pipeline.csv/close_value');
  expect(gone.out).toMatch(/opportunity.amount +│ lost[^]*RevOps pilot reads opportunities.amount/);
}, 120_000);

test('another tenant sees nothing of it', async () => {
  const { api } = it;
  const { token } = await newTenant(api, 'Other');
  const theirs = (path: string) => api.ask('GET', `/api/v1${path}`, { token });
  expect((await theirs('/dcl/lineage/source/crm')).status).toBe(404);
  expect((await theirs('/dcl/impact?node=source:crm')).status).toBe(404);
  for (const path of ['/dcl/graph', '/dcl/ontology', '/dcl/ontology/sources', '/dcl/lineage/search?q=crm'])
    expect((await theirs(path)).text).not.toMatch(/crm|accounts\.csv|sector/);
});
