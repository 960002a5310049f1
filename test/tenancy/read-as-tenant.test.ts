import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';
import { tenantId } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';
import { createPool } from '../../platform/database/pool.ts';
import { readAsTenant } from '../../platform/database/read-as-tenant.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import { createLogger } from '../../platform/logger.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { tenantLeft } from './tenant-left.ts';

let database: TestDatabase;
let pool: pg.Pool;
const tenants: TenantId[] = Array.from({ length: 5 }, () => tenantId(randomUUID()));

const poolOf = (url: string, max: number): pg.Pool =>
  createPool({
    databaseUrl: url,
    rolesKey: database.rolesKey,
    role: 'au_app',
    max,
    logger: createLogger('test', 'silent'),
  });

beforeAll(async () => {
  database = await createTestDatabase();
  pool = poolOf(database.url, 1);
  for (const tenant of tenants) {
    await database.admin.query('insert into au.tenants (tenant_id, name) values ($1, $2)', [tenant, tenant]);
  }
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const names = (tenant: TenantId, from = pool) =>
  readAsTenant(from, tenant, ({ db }) => db.selectFrom('tenants').select('name').execute());

test('shows one tenant alone, query by query on one connection, and leaves no setting behind', async () => {
  for (let round = 0; round < 200; round += 1) {
    const tenant = tenants[round % tenants.length]!;
    expect(await names(tenant)).toEqual([{ name: tenant }]);
    expect(await tenantLeft(pool)).toBe('');
  }
});

test('a failing query leaves no setting behind, and the connection goes on', async () => {
  const failing = readAsTenant(pool, tenants[0]!, ({ db }) =>
    sql`select (1 / (length(name) - length(name)))::text from tenants`.execute(db),
  );
  await expect(failing).rejects.toThrow(/division by zero/);
  expect(await tenantLeft(pool)).toBe('');
  expect(await pool.query('select 1 from au.tenants')).toMatchObject({ rowCount: 0 });
  expect(await names(tenants[1]!)).toEqual([{ name: tenants[1] }]);
});

test('interleaved with transactions of other tenants on few connections, nobody sees a neighbour', async () => {
  const few = poolOf(database.url, 3);
  const look = async (index: number): Promise<boolean> => {
    const tenant = tenants[index % tenants.length]!;
    const rows =
      index % 2 === 0
        ? await names(tenant, few)
        : await withTenant(few, tenant, ({ db }) => db.selectFrom('tenants').select('name').execute());
    return rows.length === 1 && rows[0]?.name === tenant;
  };
  // Twice as many at a time as there are connections: whoever waits for one longer than a second is refused.
  const lane = async (first: number): Promise<boolean[]> => {
    const answers: boolean[] = [];
    for (let index = first; index < 300; index += 6) answers.push(await look(index));
    return answers;
  };
  const answers = (await Promise.all(Array.from({ length: 6 }, (_, first) => lane(first)))).flat();
  await few.end();
  expect(answers).toEqual(Array.from({ length: 300 }, () => true));
});

test('several queries, values and empty results come back as they are', async () => {
  const [tenant] = tenants;
  const result = await readAsTenant(pool, tenant!, async ({ db }) => ({
    none: await db.selectFrom('flags').selectAll().execute(),
    one: await db.selectFrom('tenants').select('name').where('tenant_id', '=', tenant!).execute(),
    raw: (await sql<{ n: number }>`select count(*) as n from tenants`.execute(db)).rows,
  }));
  expect(result).toEqual({ none: [], one: [{ name: tenant }], raw: [{ n: 1 }] });
});

test('a column that a migration adds does not break what is prepared', async () => {
  const flags = () =>
    readAsTenant(pool, tenants[0]!, ({ db }) => db.selectFrom('flags').selectAll().execute());
  await flags();
  await database.admin.query('alter table au.flags add column later text');
  await expect(flags()).resolves.toEqual([]);
});

test('there is no way to send SQL that does not carry the tenant', async () => {
  await expect(readAsTenant(pool, tenants[0]!, ({ client }) => client.query('select 1'))).rejects.toThrow(
    /withTenant/,
  );
});

test('a server that freezes in the middle is found out, a slow query is left alone', async () => {
  const { hostname, port } = new URL(database.url);
  const proxy = await startTcpProxy(hostname, Number(port === '' ? 5432 : port));
  const url = new URL(database.url);
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const through = poolOf(url.toString(), 2);
  const sleep = (seconds: number) =>
    readAsTenant(through, tenants[0]!, ({ db }) => sql`select pg_sleep(${seconds})`.execute(db));
  await sleep(2.5);
  proxy.set('blackhole');
  await expect(sleep(0)).rejects.toMatchObject({ code: 'database_unavailable' });
  proxy.set('pass');
  await expect(names(tenants[0]!, through)).resolves.toHaveLength(1);
  const ended = through.end();
  await proxy.close();
  await ended;
});
