import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { tenantId as parseTenant } from '../../../domain/ids.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { createPool } from '../../../platform/database/pool.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { createLogger } from '../../../platform/logger.ts';
import { keyId } from '../../../platform/seal.ts';
import { createSecrets } from '../../../platform/secrets.ts';
import { runCli } from '../../support/run-cli.ts';
import { temporalAddress, testFolder } from '../../support/services.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import type { TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
let worker: pg.Pool;
const [former, present, lost] = ['f', 'p', 'l'].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
];

beforeAll(async () => {
  database = await createTestDatabase();
  worker = createPool({
    databaseUrl: database.url,
    rolesKey: database.rolesKey,
    role: 'au_worker',
    max: 2,
    logger: createLogger('test', 'silent'),
  });
});
afterAll(async () => {
  await worker.end();
  await database.drop();
});

/** A tenant that has something sealed under a key. */
const sealedTenant = async (key: string): Promise<{ tenant: TenantId; sealed: Buffer }> => {
  const tenant = parseTenant(randomUUID());
  await database.admin.query(`insert into au.tenants (tenant_id, name) values ($1, 'Test')`, [tenant]);
  const sealed = await withTenant(worker, tenant, (transaction) =>
    createSecrets(key).sealJson(transaction, 'test', { password: 'swordfish' }),
  );
  return { tenant, sealed };
};

const rotate = async () => {
  const { code, out, err } = await runCli(['--json', 'keys', 'rotate'], {
    AUTONOMOS_HOME: testFolder(),
    DATABASE_URL: database.url,
    DATABASE_ROLES_KEY: database.rolesKey,
    TEMPORAL_ADDRESS: temporalAddress(),
    JWT_SECRET: 'j'.repeat(32),
    ENCRYPTION_KEY: present,
    ENCRYPTION_KEYS_OLD: former,
  });
  return { code, answer: JSON.parse(out || `{"error":${JSON.stringify(err)}}`) as Record<string, unknown> };
};

test('keys rotate wraps every tenant with the present key, can be run again, and names what it cannot open', async () => {
  const [one, two] = [await sealedTenant(former), await sealedTenant(former)];
  const stuck = await sealedTenant(lost);

  const first = await rotate();
  expect(first).toEqual({
    code: 1,
    answer: {
      key_id: keyId(present),
      rewrapped: 2,
      unchanged: 0,
      unreadable: [{ tenant_id: stuck.tenant, reason: expect.stringContaining(keyId(lost)) as string }],
    },
  });
  // The present key alone opens what the former one had sealed.
  for (const { tenant, sealed } of [one, two])
    await expect(
      withTenant(worker, tenant, (transaction) =>
        createSecrets(present).openJson(transaction, 'test', sealed),
      ),
    ).resolves.toEqual({ password: 'swordfish' });
  const { rows } = await database.admin.query<{ key_id: string }>(
    'select key_id from au.tenant_keys where tenant_id = any($1)',
    [[one.tenant, two.tenant]],
  );
  expect(rows.map(({ key_id }) => key_id)).toEqual([keyId(present), keyId(present)]);

  await database.admin.query('delete from au.tenant_keys where tenant_id = $1', [stuck.tenant]);
  expect(await rotate()).toMatchObject({ code: 0, answer: { rewrapped: 0, unchanged: 3, unreadable: [] } });
});
