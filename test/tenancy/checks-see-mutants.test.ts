import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import { createPool } from '../../platform/database/pool.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import { createLogger } from '../../platform/logger.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { openTables } from './catalogue-checks.ts';
import { tenantLeft } from './tenant-left.ts';

let database: TestDatabase;
let app: pg.Pool;
const mine = parseTenant(randomUUID());
const other = parseTenant(randomUUID());

beforeAll(async () => {
  database = await createTestDatabase();
  app = createPool({
    databaseUrl: database.url,
    rolesKey: database.rolesKey,
    role: 'au_app',
    max: 1,
    logger: createLogger('test', 'silent'),
  });
  for (const tenant of [mine, other])
    await database.admin.query('insert into au.tenants (tenant_id, name) values ($1, $2)', [tenant, 'Test']);
});
afterAll(async () => {
  await app.end();
  await database.drop();
});

const forge = () =>
  withTenant(app, mine, ({ db }) =>
    db
      .insertInto('flags')
      .values({ tenant_id: other, name: randomUUID(), enabled: true, updated_by: 'me' })
      .execute(),
  );

/** Runs `check` while the catalogue is damaged, and mends it. */
const whileDamaged = async (damage: string, mend: string, check: () => Promise<void>): Promise<void> => {
  await database.admin.query(damage);
  try {
    await check();
  } finally {
    await database.admin.query(mend);
  }
};

test('rls_16 row security that is not forced is seen by the check of rls_02', async () => {
  expect(await openTables(database)).toEqual([]);
  await whileDamaged(
    'alter table au.flags no force row level security',
    'alter table au.flags force row level security',
    async () => {
      expect(await openTables(database)).toEqual(['flags']);
    },
  );
  expect(await openTables(database)).toEqual([]);
});

test('rls_16 a policy that checks nothing on writing is seen by the checks of rls_02 and rls_05', async () => {
  await expect(forge()).rejects.toMatchObject({ code: '42501' });
  await whileDamaged(
    'alter policy by_tenant on au.flags with check (true)',
    'alter policy by_tenant on au.flags with check (tenant_id = (select au.tid()))',
    async () => {
      expect(await openTables(database)).toEqual(['flags']);
      await expect(forge()).resolves.toBeDefined();
    },
  );
  expect(await openTables(database)).toEqual([]);
  await expect(forge()).rejects.toMatchObject({ code: '42501' });
});

test('rls_16 a tenant that is set for the session is seen by the check of rls_06', async () => {
  await withTenant(app, mine, ({ client }) => client.query('select 1'));
  expect(await tenantLeft(app)).toBe('');
  await withTenant(app, mine, ({ client }) =>
    client.query(`select set_config('au.tenant', $1, false)`, [mine]),
  );
  expect(await tenantLeft(app)).toBe(mine);
});
