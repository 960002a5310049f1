import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { tenantId } from '../../../domain/ids.ts';
import { claimObservations } from '../../../platform/database/repositories/observations.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { databaseUrl } from '../../support/services.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import type { TcpProxy } from '../../support/tcp-proxy.ts';
import { startInstallation } from '../../support/test-installation.ts';
import type { TestInstallation } from '../../support/test-installation.ts';
import { until } from '../../support/test-platform.ts';

type Row = Readonly<Record<string, unknown>>;
let it: TestInstallation;
let proxy: TcpProxy;

const server = new URL(databaseUrl());
const source = `observed_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
const reader = `${source}_reader`;
let superuser: pg.Client;

beforeAll(async () => {
  proxy = await startTcpProxy(server.hostname, Number(server.port));
  it = await startInstallation({
    EGRESS_ALLOW: `${server.hostname}:${server.port},127.0.0.1:${proxy.port}`,
    OBSERVE_EVERY_SECONDS: '3600',
  });
  superuser = new pg.Client({ connectionString: databaseUrl() });
  await superuser.connect();
  await superuser.query(`create schema ${source}`);
  await superuser.query(`create role ${reader} login password 'reader'`);
  await superuser.query(`grant usage on schema ${source} to ${reader}`);
  await superuser.query(
    `create table ${source}.customers (id bigint primary key, company_name text not null, updated_at timestamptz)`,
  );
  await superuser.query(`create table ${source}.secret_plans (id bigint primary key, plan text)`);
  await superuser.query(`grant select on all tables in schema ${source} to ${reader}`);
});

afterAll(async () => {
  await it.close();
  await superuser.query(`drop schema ${source} cascade`);
  await superuser.query(`drop role ${reader}`);
  await superuser.end();
  await proxy.close();
});

const tickets = async (connectionId: string): Promise<readonly Row[]> =>
  ((await it.ask('GET', `/mesh/drift?connection_id=${connectionId}`)).json?.['data'] as Row[] | undefined) ??
  [];

/** Hurries the observer until the tickets are as wanted. */
const observed = async (
  what: string,
  connectionId: string,
  holds: (found: readonly Row[]) => boolean,
): Promise<readonly Row[]> => {
  let found: readonly Row[] = [];
  let looks = 0;
  await until(
    what,
    async () => {
      if (looks % 40 === 0) await it.hurryObserver();
      looks += 1;
      found = await tickets(connectionId);
      return holds(found);
    },
    () => JSON.stringify(found),
  );
  return found;
};
const ticketOf = (found: readonly Row[], object: string, open = true): Row | undefined =>
  found.find((row) => row['object'] === object && (row['state'] === 'closed') !== open);

const statusOf = async (connectionId: string): Promise<unknown> =>
  (await it.ask('GET', `/connections/${connectionId}`)).json?.['status'];

const toPostgres = (more: Row = {}): Promise<string> =>
  it.connect({
    ...postgresSource(source, { user: reader, ...more }),
    name: `observed ${randomUUID().slice(0, 8)}`,
    credentials: { password: 'reader' },
  });

test('files: a renamed column, an object without a mapping, put back and taken away', async () => {
  const folder = join(it.platform.folder, 'files', it.admin.tenantId, 'crm');
  await mkdir(folder, { recursive: true });
  const header = 'account,sector,year_established,revenue,employees,office_location,subsidiary_of';
  const rows = '\nAcme,retail,1999,12.5,100,Kenya,\nBolt,software,2001,7,10,Chad,';
  const accounts = join(folder, 'accounts.csv');
  await writeFile(accounts, header + rows);
  await writeFile(join(folder, 'gizmos.csv'), 'gizmo_id,torque\n1,2\n2,3\n');
  const connection = await it.connect({ system: 'filesource', name: 'CRM files', config: { folder: 'crm' } });
  expect((await it.ingest(connection))['state']).toBe('success');
  const first = await tickets(connection);
  expect(first.map((row) => [row['object'], row['kind']])).toEqual([['gizmos.csv', 'object_added']]);
  const schemas = async () =>
    ((await it.ask('GET', `/connections/${connection}/schemas`)).json?.['data'] as Row[]).map((row) => [
      row['object'],
      row['version'],
      row['baseline_version'],
    ]);
  expect(await schemas()).toEqual([
    ['accounts.csv', 1, 1],
    ['gizmos.csv', 1, 1],
  ]);

  await writeFile(`${accounts}.next`, header.replace('revenue', 'annual_turnover') + rows);
  await rename(`${accounts}.next`, accounts);
  await rm(join(folder, 'gizmos.csv'));
  const changed = await observed(
    'the column is missed and the gizmos are gone',
    connection,
    (found) =>
      ticketOf(found, 'accounts.csv') !== undefined && ticketOf(found, 'gizmos.csv', false) !== undefined,
  );
  expect(ticketOf(changed, 'accounts.csv')).toMatchObject({ severity: 'breaking', lost: ['revenue'] });
  expect((await schemas())[0]).toEqual(['accounts.csv', 2, 1]);

  await writeFile(`${accounts}.next`, header + rows);
  await rename(`${accounts}.next`, accounts);
  const healed = await observed(
    'the ticket is healed',
    connection,
    (found) => ticketOf(found, 'accounts.csv') === undefined,
  );
  expect(ticketOf(healed, 'accounts.csv', false)).toMatchObject({ outcome: 'healed' });
});

test('looks come at about the period, each time a little otherwise', async () => {
  const connection = await it.connect({ system: 'filesource', name: 'Looks', config: { folder: 'looks' } });
  const claim = async (): Promise<number> =>
    await withTenant(it.platform.app, tenantId(it.admin.tenantId), async (transaction) => {
      const { client } = transaction;
      await client.query(
        `update au.connections set observe_at = null, status = 'active' where connection_id = $1`,
        [connection],
      );
      await claimObservations(transaction, { everySeconds: 3_600, hopeless: [] });
      const { rows } = await client.query<{ seconds: number }>(
        'select extract(epoch from observe_at - now())::float8 as seconds from au.connections where connection_id = $1',
        [connection],
      );
      return rows[0]!.seconds;
    });
  const periods = [await claim(), await claim(), await claim()];
  for (const seconds of periods) {
    expect(seconds).toBeGreaterThanOrEqual(0.95 * 3_600);
    expect(seconds).toBeLessThanOrEqual(1.05 * 3_600);
  }
  expect(new Set(periods).size).toBe(3);
});

test('a table that may no longer be read has lost access; it is not taken for removed', async () => {
  const connection = await toPostgres();
  expect((await it.ingest(connection))['state']).toBe('success');
  await superuser.query(`revoke select on ${source}.customers from ${reader}`);
  const found = await observed(
    'the lost access is seen',
    connection,
    (rows) => ticketOf(rows, 'customers')?.['kind'] === 'access_lost',
  );
  expect(found.filter((row) => row['kind'] === 'object_removed')).toEqual([]);
  await superuser.query(`grant select on ${source}.customers to ${reader}`);
  const healed = await observed(
    'it may be read again',
    connection,
    (rows) => ticketOf(rows, 'customers') === undefined,
  );
  expect(ticketOf(healed, 'customers', false)).toMatchObject({ kind: 'access_lost', outcome: 'healed' });
  // Asked for once, however often it is looked at.
  expect(healed.filter((row) => row['object'] === 'secret_plans')).toHaveLength(1);
});

test('a source that does not answer turns degraded, then broken, and comes back by itself; a paused one is left alone', async () => {
  const [connection, paused] = [
    await toPostgres({ host: '127.0.0.1', port: proxy.port }),
    await toPostgres({ host: '127.0.0.1', port: proxy.port }),
  ];
  await it.ingest(connection);
  await it.ingest(paused);
  await it.ask('PATCH', `/connections/${paused}`, { paused: true });
  const seen = new Set<unknown>();
  const turns = async (wanted: string): Promise<void> => {
    let looks = 0;
    await until(`the connection is ${wanted}`, async () => {
      if (looks % 40 === 0) await it.hurryObserver();
      looks += 1;
      const status = await statusOf(connection);
      seen.add(status);
      return status === wanted;
    });
  };
  proxy.set('refuse');
  await turns('broken');
  expect([...seen]).toEqual(['active', 'degraded', 'broken']);
  const { json } = await it.ask('GET', `/connections/${connection}`);
  expect(json?.['status_reason']).toMatch(/^source_unreachable: /);
  proxy.set('pass');
  await turns('active');
  expect(await statusOf(paused)).toBe('paused');
  const { rows } = await it.platform.database.admin.query<{ observed: boolean }>(
    'select observe_at is not null as observed from au.connections where connection_id = $1',
    [paused],
  );
  expect(rows).toEqual([{ observed: false }]);
});
