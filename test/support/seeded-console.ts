import type { TenantConsole } from './tenant-console.ts';
import { until } from './test-platform.ts';

/** Files whose columns are renamed under way. */
const drifting = ['firms.csv', 'shops.csv', 'banks.csv'];
export const rowCount = 150;
const head = 'id,title,sector,site';

const table = (columns: string): string =>
  `${[columns, ...Array.from({ length: rowCount }, (_none, row) => `${row},Firm ${row},sector ${row % 9},https://firm${row}.example`)].join('\n')}\n`;

/** An export whose form the platform knows. */
export const accounts = [
  'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
  ...Array.from({ length: 40 }, (_none, row) => `Company ${row},technolgy,1990,${row}.5,${row},France,`),
].join('\n');

export const proposed = (tenant: TenantConsole): Promise<readonly Record<string, unknown>[]> =>
  tenant.list('/mesh/repairs?state=proposed');

const addMapping = (
  tenant: TenantConsole,
  connection: string,
  object: string,
  fields: string,
): Promise<unknown> =>
  tenant.ask('POST', '/mesh/mappings', {
    connection_id: connection,
    document: `system: filesource\nobject: ${object}\nentity: account\nversion: 1\nkey: id\nfields:\n  name: { from: title, required: true }\n${fields}`,
    reason: 'first',
  });

const drift = async (tenant: TenantConsole): Promise<void> => {
  const files = (columns: string) => Object.fromEntries(drifting.map((file) => [file, table(columns)]));
  await tenant.writeFiles('drifting', files(head));
  const connection = await tenant.connect('Drifting export', 'drifting');
  for (const file of drifting)
    await addMapping(tenant, connection, file, '  industry: sector\n  website: site\n');
  await tenant.ingest(connection);
  await tenant.writeFiles('drifting', files('id,title,industry_sector,web_site'));
  await tenant.ingest(connection);
  await until(
    'all repairs wait',
    async () => (await proposed(tenant)).length === drifting.length,
    undefined,
    180,
  );
};

/**
 * What the main jobs begin with: repairs that wait, a mapping to edit (answers its connection), a failed ingest, golden
 * records, and a folder `crm` that is not connected.
 */
export const seedJobs = async (tenant: TenantConsole): Promise<string> => {
  const offices = async (): Promise<string> => {
    await tenant.writeFiles('offices', { 'offices.csv': table(head) });
    const connection = await tenant.connect('Offices', 'offices');
    await addMapping(tenant, connection, 'offices.csv', '');
    await tenant.ingest(connection);
    return connection;
  };
  const late = async (): Promise<void> => {
    const ended = await tenant.ingest(await tenant.connect('Late export', 'late'));
    expect(ended).toMatchObject({ state: 'failed' });
  };
  await tenant.writeFiles('crm', { 'accounts.csv': accounts });
  const [connection] = await Promise.all([offices(), drift(tenant), late()]);
  await tenant.ended((await tenant.ask('POST', '/dcl/connect'))['task_id']);
  return connection;
};
