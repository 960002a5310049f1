import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startInstallation } from '../../support/test-installation.ts';
import type { TestInstallation } from '../../support/test-installation.ts';
import { until } from '../../support/test-platform.ts';

type Row = Readonly<Record<string, unknown>>;
let it: TestInstallation;
let connection: string;

const clients = [
  'client_no,company_name,web_site,phone_number,yearly_revenue,city,country_code,created_on',
  ...Array.from(
    { length: 40 },
    (_, at) =>
      `${at + 1},Company ${at},https://company${at}.com,+1 555 010 00${10 + at},"1.${100 + at},50",Paris,FR,${13 + (at % 15)}/03/2024`,
  ),
].join('\n');

beforeAll(async () => {
  it = await startInstallation();
  const folder = join(it.platform.folder, 'files', it.admin.tenantId, 'crm');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'clients.csv'), clients);
  await writeFile(join(folder, 'gizmos.csv'), 'gizmo_id,torque\n1,2\n2,3\n');
  connection = await it.connect({ system: 'filesource', name: 'CRM', config: { folder: 'crm' } });
});
afterAll(() => it.close());

const rows = async (path: string): Promise<readonly Row[]> =>
  ((await it.ask('GET', path)).json?.['data'] as Row[] | undefined) ?? [];
const repairsOf = () => rows(`/mesh/repairs?connection_id=${connection}`);
const recordsOf = () => rows('/records/account?limit=100');

test('objects without a mapping get a first one: proposed by itself, approved by a person, then read', async () => {
  expect((await it.ingest(connection))['state']).toBe('success');
  let repair: Row = {};
  await until(
    'a mapping is proposed and waits',
    async () => {
      repair = (await repairsOf())[0] ?? {};
      return (repair['ticket'] as Row | undefined)?.['state'] === 'waiting';
    },
    () => JSON.stringify(repair),
    90,
  );
  expect(repair).toMatchObject({
    object: 'clients.csv',
    state: 'proposed',
    band: 'review',
    author: 'heuristic',
    entities: ['account'],
    ticket: { kind: 'object_added' },
  });
  const detail = (await it.ask('GET', `/mesh/repairs/${String(repair['repair_id'])}`)).json ?? {};
  const [mapping] = detail['mappings'] as Row[];
  expect(mapping).toMatchObject({ from_version: 0, entity: 'account' });
  expect(mapping?.['document']).toContain('decimal_mark: ","');
  const tickets = await rows(`/mesh/drift?connection_id=${connection}`);
  expect(tickets.find((ticket) => ticket['object'] === 'gizmos.csv')).toMatchObject({
    kind: 'object_added',
    state: 'manual',
    repair: null,
  });

  const { repair_id, digest } = repair;
  expect((await it.ask('POST', '/mesh/repair/approve', { repair_id, digest })).status).toBe(202);
  await until(
    'the records are read under the new mapping',
    async () => (await recordsOf()).length === 40,
    () => JSON.stringify(repair),
    90,
  );
  const first = (await recordsOf()).find((row) => row['record_key'] === 'crm/clients.csv/1');
  expect(first?.['data']).toMatchObject({
    name: 'Company 0',
    website: 'https://company0.com',
    annual_revenue: '1100.5',
    billing_country: 'FR',
    created_at: expect.stringMatching(/^2024-03-13T00:00:00/) as unknown,
  });
  await until('the ticket is closed', async () => {
    const ticket = (await rows(`/mesh/drift?connection_id=${connection}`)).find(
      (row) => row['object'] === 'clients.csv',
    );
    return ticket?.['state'] === 'closed' && ticket['outcome'] === 'applied';
  });
}, 600_000);

test('asked for by name, an object is looked at again, and the task says what became of it', async () => {
  const asked = await it.ask('POST', '/mesh/mappings/suggest', {
    connection_id: connection,
    objects: ['gizmos.csv'],
  });
  const task = await it.ended(asked);
  expect(task).toMatchObject({
    kind: 'suggest',
    state: 'success',
    suggested: [
      {
        object: 'gizmos.csv',
        entity: null,
        repair_id: null,
        reason: expect.stringContaining('no canonical entity') as unknown,
      },
    ],
  });
  const mapped = await it.ended(
    await it.ask('POST', '/mesh/mappings/suggest', { connection_id: connection, objects: ['clients.csv'] }),
  );
  expect(mapped['state']).toBe('failed');
  expect(mapped['failures']).toMatchObject([
    { reason: expect.stringMatching(/^not_found: clients.csv/) as unknown },
  ]);
});
