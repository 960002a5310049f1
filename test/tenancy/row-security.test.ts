import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';
import { createPool } from '../../platform/database/pool.ts';
import { loginRoles } from '../../platform/database/roles.ts';
import type { LoginRole } from '../../platform/database/roles.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import { createLogger } from '../../platform/logger.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { tenantTables } from '../support/tenant-rows.ts';
import {
  openTables,
  reviewedTables,
  tenantlessKeys,
  tenantlessReferences,
  unprotectedTables,
} from './catalogue-checks.ts';
import { tenantLeft } from './tenant-left.ts';

/** Functions that run with their owner's rights, each with a pinned search path. */
const definers = ['analyze_views', 'claim_email', 'register_tenant', 'release_emails', 'tenant_ids'];

let database: TestDatabase;
let tenants: readonly [TenantId, TenantId];
const pools: pg.Pool[] = [];

const poolOf = (role: LoginRole, max = 2): pg.Pool => {
  const pool = createPool({
    databaseUrl: database.url,
    rolesKey: database.rolesKey,
    role,
    max,
    logger: createLogger('test', 'silent'),
  });
  pools.push(pool);
  return pool;
};

beforeAll(async () => {
  database = await createTestDatabase();
  const login = poolOf('au_login');
  tenants = [parseTenant(randomUUID()), parseTenant(randomUUID())];
  for (const tenant of tenants) {
    await login.query('select au.register_tenant($1, $2, $3, $4, $5, $6)', [
      tenant,
      'Test',
      randomUUID(),
      `${tenant}@example.com`,
      'Test',
      'x',
    ]);
  }
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

test('rls_01 no service role is a superuser, bypasses row security, owns a table or belongs to the owner', async () => {
  const { rows } = await database.admin.query<{ bad: boolean }>(
    `select rolsuper or rolbypassrls or rolcreaterole or pg_has_role(oid, 'au_owner', 'member')
       or exists (select from pg_class where relowner = r.oid) as bad from pg_roles r where rolname = any($1)`,
    [loginRoles],
  );
  expect(rows).toHaveLength(loginRoles.length);
  expect(rows.filter(({ bad }) => bad)).toEqual([]);
});

test('rls_02 every tenant table forces row security with both conditions and has tenant-first keys; the others are reviewed', async () => {
  expect(await openTables(database)).toEqual([]);
  expect(await tenantlessKeys(database)).toEqual([]);
  expect(await tenantlessReferences(database)).toEqual([]);
  expect(await unprotectedTables(database)).toEqual(reviewedTables);
});

test('rls_03 views run as their user, and functions with owner rights are the reviewed ones with a pinned path', async () => {
  const { rows: views } = await database.admin.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'au'::regnamespace and relkind = 'v'
     and not coalesce(reloptions @> '{security_invoker=true}', false)`,
  );
  expect(views).toEqual([]);
  const { rows: functions } = await database.admin.query<{ name: string; pinned: boolean }>(
    `select proname as name, coalesce(array_to_string(proconfig, ',') like '%search_path=%', false) as pinned
     from pg_proc where pronamespace = 'au'::regnamespace and prosecdef order by 1`,
  );
  expect(functions).toEqual(definers.map((name) => ({ name, pinned: true })));
});

test('rls_04 without a tenant no table shows a row, and none can be written', async () => {
  for (const role of ['au_app', 'au_worker', 'au_login', 'au_erase'] as const) {
    const pool = poolOf(role, 1);
    for (const table of await tenantTables(database, { partitions: true })) {
      const rows = await pool.query(`select count(*)::integer as rows from au.${table}`).then(
        ({ rows: [row] }) => (row as { rows: number }).rows,
        (error: unknown) => (error as { code?: string }).code,
      );
      expect([role, table, rows]).toEqual([
        role,
        table,
        table === 'user_emails' && role === 'au_login' ? expect.any(Number) : rows === 0 ? 0 : '42501',
      ]);
    }
  }
});

test('rls_05 nothing can be written into, or moved to, another tenant', async () => {
  const app = poolOf('au_app');
  const [mine, other] = tenants;
  const insert = withTenant(app, mine, ({ db }) =>
    db.insertInto('flags').values({ tenant_id: other, name: 'x', enabled: true, updated_by: 'me' }).execute(),
  );
  await expect(insert).rejects.toMatchObject({ code: '42501' });
  await withTenant(app, mine, ({ db }) =>
    db
      .insertInto('flags')
      .values({ tenant_id: mine, name: 'own', enabled: true, updated_by: 'me' })
      .execute(),
  );
  const move = withTenant(app, mine, ({ db }) =>
    db.updateTable('flags').set({ tenant_id: other }).where('name', '=', 'own').execute(),
  );
  await expect(move).rejects.toMatchObject({ code: '42501' });
});

test('rls_06 a pool of one: after success, throw, abort and time-out the next user finds no tenant', async () => {
  const app = poolOf('au_app', 1);
  const ends: ((tenant: TenantId) => Promise<unknown>)[] = [
    (tenant) => withTenant(app, tenant, ({ client }) => client.query('select 1')),
    (tenant) => withTenant(app, tenant, () => Promise.reject(new Error('thrown'))),
    (tenant) => withTenant(app, tenant, ({ client }) => client.query('select 1 / 0')),
    (tenant) =>
      withTenant(app, tenant, ({ client }) =>
        client.query(`set local statement_timeout = 1; select pg_sleep(1)`),
      ),
  ];
  for (let call = 0; call < 2_000; call += 1) {
    const end = ends[call % 50 === 3 ? 3 : call % 3]!;
    await end(tenants[call % 2]!).catch(() => undefined);
    expect(await tenantLeft(app)).toBe('');
  }
}, 120_000);

test('rls_07 interleaved tenants on one pool see their own rows alone', async () => {
  const app = poolOf('au_app', 10);
  for (const tenant of tenants) {
    await withTenant(app, tenant, ({ db }) =>
      db
        .insertInto('flags')
        .values({ tenant_id: tenant, name: `canary-${tenant}`, enabled: true, updated_by: 'me' })
        .execute(),
    );
  }
  const look = async (call: number): Promise<boolean> => {
    const tenant = tenants[call % 2]!;
    const rows = await withTenant(app, tenant, ({ db }) =>
      db.selectFrom('flags').select(['tenant_id', 'name']).execute(),
    );
    return rows.length > 0 && rows.every((row) => row.tenant_id === tenant);
  };
  const lane = async (first: number): Promise<boolean[]> => {
    const seen: boolean[] = [];
    for (let call = first; call < 4_000; call += 10) seen.push(await look(call));
    return seen;
  };
  const seen = (await Promise.all(Array.from({ length: 10 }, (_, first) => lane(first)))).flat();
  expect(seen).toHaveLength(4_000);
  expect(seen.filter((own) => !own)).toEqual([]);
}, 120_000);

test('rls_09 a foreign parent is refused like a missing one', async () => {
  const app = poolOf('au_app');
  const [mine, other] = tenants;
  const connection = randomUUID();
  await withTenant(app, other, ({ db }) =>
    db
      .insertInto('connections')
      .values({
        tenant_id: other,
        connection_id: connection,
        slug: 'theirs',
        name: 'x',
        system: 'filesource',
        created_by: 'me',
      })
      .execute(),
  );
  const attach = (parent: string) =>
    withTenant(app, mine, ({ db }) =>
      db
        .insertInto('streams')
        .values({ tenant_id: mine, connection_id: parent, stream: 's', object: 's' })
        .execute(),
    );
  await expect(attach(connection)).rejects.toMatchObject({ code: '23503' });
  await expect(attach(randomUUID())).rejects.toMatchObject({ code: '23503' });
});

test('rls_10 the same slug in two tenants is no conflict', async () => {
  const app = poolOf('au_app');
  await withTenant(app, tenants[0], ({ db }) =>
    db
      .insertInto('connections')
      .values({
        tenant_id: tenants[0],
        connection_id: randomUUID(),
        slug: 'theirs',
        name: 'x',
        system: 'filesource',
        created_by: 'me',
      })
      .execute(),
  );
  const mine = await withTenant(app, tenants[0], ({ db }) =>
    db.selectFrom('connections').select('slug').execute(),
  );
  expect(mine).toEqual([{ slug: 'theirs' }]);
});

test('rls_11 a prepared statement used by two tenants answers each its own', async () => {
  const app = poolOf('au_app', 1);
  for (const tenant of [...tenants, ...tenants]) {
    const { rows } = await withTenant(app, tenant, ({ client }) =>
      client.query<{ tenant_id: string }>({ name: 'own', text: 'select tenant_id from au.tenants' }),
    );
    expect(rows).toEqual([{ tenant_id: tenant }]);
  }
});

test('rls_12 the services cannot read statistics of tenant tables', async () => {
  await database.admin.query('analyze au.users');
  const { rows } = await poolOf('au_app').query(
    `select * from pg_stats where schemaname = 'au' and tablename = 'users' and attname = 'password_hash'`,
  );
  expect(rows).toEqual([]);
});

test('rls_14 partitions and COPY show nothing either', async () => {
  const worker = poolOf('au_worker', 1);
  await expect(worker.query('select * from au.canonical_streams_0')).rejects.toMatchObject({ code: '42501' });
  const { rowCount } = await worker.query('copy (select * from au.canonical_streams) to stdout');
  expect(rowCount).toBe(0);
});

test('rls_15 the plan of the hot look-ups has the tenant in its index condition, evaluated once', async () => {
  const worker = poolOf('au_worker');
  const { rows } = await withTenant(worker, tenants[0], ({ client }) =>
    client
      .query<{ 'QUERY PLAN': string }>(
        `set local enable_seqscan = off; explain select * from au.canonical_streams where seq > 10 order by seq limit 10`,
      )
      .then((results) => (results as unknown as { rows: { 'QUERY PLAN': string }[] }[])[1]!),
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/InitPlan/);
  expect(plan).toMatch(/Index Cond: \(\(tenant_id = \(?(?:InitPlan|\$0)/);
});
