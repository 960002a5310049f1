import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { tenantId as parseTenant } from '../../../domain/ids.ts';
import { createPool } from '../../../platform/database/pool.ts';
import { addToOutbox, outboxKinds } from '../../../platform/database/repositories/outbox.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { createLogger } from '../../../platform/logger.ts';
import { Relay } from '../../../temporal/relay.ts';
import type { Effect, RelayDeps } from '../../../temporal/relay.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { until } from '../../support/test-platform.ts';

let database: TestDatabase;
let pool: pg.Pool;
let claims: pg.Pool;
const logger = createLogger('test', 'silent');
const tenant = parseTenant(randomUUID());

beforeAll(async () => {
  database = await createTestDatabase();
  const shared = { databaseUrl: database.url, rolesKey: database.rolesKey, logger };
  pool = createPool({ ...shared, role: 'au_worker', max: 10 });
  claims = createPool({ ...shared, role: 'au_relay', max: 2 });
  await database.admin.query(`insert into au.tenants (tenant_id, name) values ($1, 'Test')`, [tenant]);
});
afterAll(async () => {
  await Promise.all([pool.end(), claims.end()]);
  await database.drop();
});

const nothing: Effect = () => Promise.resolve();
const effectsWith = (some: Partial<RelayDeps['effects']>): RelayDeps['effects'] => ({
  ...(Object.fromEntries(outboxKinds.map((kind) => [kind, nothing])) as unknown as RelayDeps['effects']),
  ...some,
});
const waiting = async (): Promise<number> => {
  const { rows } = await database.admin.query<{ count: string }>('select count(*) from au.outbox');
  return Number(rows[0]?.count);
};

test('receivers that do not answer hold up no job, and what they were sent is not lost', async () => {
  let hanging = 0;
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const started: unknown[] = [];
  const relay = new Relay({
    claims,
    pool,
    logger,
    effects: effectsWith({
      callback: async () => {
        hanging += 1;
        await answered;
      },
      start_task: ({ payload }) => Promise.resolve(void started.push(payload['task_id'])),
    }),
  });
  await withTenant(pool, tenant, async (transaction) => {
    for (let count = 0; count < 30; count += 1) await addToOutbox(transaction, 'callback', {});
  });
  relay.start();
  await until('as many hang as may', () => hanging === 20);
  await withTenant(pool, tenant, (transaction) =>
    addToOutbox(transaction, 'start_task', { task_id: 'mine' }),
  );
  await until('the job is started', () => started.length === 1);
  expect([started, hanging]).toEqual([['mine'], 20]);
  answer();
  await until('all is sent', async () => (await waiting()) === 0);
  expect(hanging).toBe(30);
  await relay.stop();
});
