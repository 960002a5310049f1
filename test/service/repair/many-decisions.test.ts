import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { isFault } from '../../../domain/faults.ts';
import { tenantId as parseTenant } from '../../../domain/ids.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { createPool } from '../../../platform/database/pool.ts';
import { acceptTicket, decideRepair } from '../../../platform/database/repositories/repair-decisions.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { createLogger } from '../../../platform/logger.ts';
import { plantRepair } from '../../support/planted-repair.ts';
import type { PlantedRepair } from '../../support/planted-repair.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import type { TestDatabase } from '../../support/test-database.ts';

const tickets = 50;
const decisions = 1_000;

let database: TestDatabase;
let door: pg.Pool;
let tenant: TenantId;
const connectionId = randomUUID();

const poolOf = (role: 'au_app' | 'au_login', max: number): pg.Pool =>
  createPool({
    databaseUrl: database.url,
    rolesKey: database.rolesKey,
    role,
    max,
    logger: createLogger('test', 'silent'),
  });

beforeAll(async () => {
  database = await createTestDatabase();
  tenant = parseTenant(randomUUID());
  const login = poolOf('au_login', 1);
  await login.query('select au.register_tenant($1, $2, $3, $4, $5, $6)', [
    ...[tenant, 'Test', randomUUID(), `${tenant}@example.com`, 'Test', 'x'],
  ]);
  await login.end();
  await database.admin.query(
    `insert into au.connections (tenant_id, connection_id, slug, name, system, created_by)
     values ($1, $2, 'files', 'files', 'filesource', 'test')`,
    [tenant, connectionId],
  );
  door = poolOf('au_app', 8);
});

afterAll(async () => {
  await door.end();
  await database.drop();
});

test('a thousand mixed decisions at once over fifty tickets: each ticket gets exactly one, every other is told why', async () => {
  const planted: PlantedRepair[] = [];
  for (let number = 0; number < tickets; number += 1)
    planted.push(
      await plantRepair(database, { tenantId: tenant, connectionId, object: `object ${number}.csv` }),
    );
  const attempt = (at: number): Promise<unknown> =>
    withTenant(door, tenant, (transaction) => {
      const { repairId, digest, driftEventId, ticketDigest } = planted[at % tickets]!;
      const turn = Math.floor(at / tickets);
      const common = { decidedBy: randomUUID(), traceId: 'd'.repeat(32), reason: 'test' };
      if (turn % 5 === 4)
        return decideRepair(transaction, { ...common, repairId, digest: 'stale', verdict: 'reject' });
      if (turn % 2 === 0)
        return decideRepair(transaction, { ...common, repairId, digest, verdict: 'approve' });
      // Whoever rejects leaves the ticket open for an acceptance, so no ticket gets both here.
      return at % 2 === 0
        ? decideRepair(transaction, { ...common, repairId, digest, verdict: 'reject' })
        : acceptTicket(transaction, { ...common, driftEventId, digest: ticketDigest });
    });
  /** The few connections are waited for a second; a client then tries again. */
  const untilAnswered = async (at: number): Promise<unknown> => {
    for (;;)
      try {
        return await attempt(at);
      } catch (error) {
        if (!isFault(error) || error.code !== 'database_unavailable') throw error;
      }
  };
  const order = Array.from({ length: decisions }, (_, at) => at).sort(
    (a, b) => ((a * 7_919) % decisions) - ((b * 7_919) % decisions),
  );
  const outcomes = await Promise.allSettled(order.map(untilAnswered));
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(tickets);
  const { rows } = await database.admin.query<{
    ticket: string;
    decided: number;
    live: number;
    words: number;
  }>(
    `select r.drift_event_id as ticket, count(d.decision_id)::integer as decided,
       count(*) filter (where r.state in ('proposed', 'approved', 'applying'))::integer as live,
       (select count(*)::integer from au.outbox o where o.tenant_id = $1 and o.kind = 'decide_repair'
          and o.payload ->> 'drift_event_id' = r.drift_event_id::text) as words
     from au.repairs r left join au.repair_decisions d on d.repair_id = r.repair_id
     where r.tenant_id = $1 group by r.drift_event_id`,
    [tenant],
  );
  expect(rows).toHaveLength(tickets);
  for (const row of rows) expect(row).toMatchObject({ decided: 1, words: 1 });
  expect(rows.every(({ live }) => live <= 1)).toBe(true);
}, 120_000);

test('two people who accept the same ticket at once, and a proposal that comes in between: one wins', async () => {
  const { driftEventId, ticketDigest } = await plantRepair(database, {
    ...{ tenantId: tenant, connectionId, object: 'between.csv' },
  });
  const accept = (): Promise<unknown> =>
    withTenant(door, tenant, (transaction) =>
      acceptTicket(transaction, {
        driftEventId,
        digest: ticketDigest,
        decidedBy: randomUUID(),
        traceId: 'e'.repeat(32),
      }),
    );
  await database.admin.query(`update au.repairs set state = 'expired' where drift_event_id = $1`, [
    driftEventId,
  ]);
  // A worker's proposal that is written, but not yet committed, while a person accepts.
  const worker = await database.admin.connect();
  await worker.query('begin');
  await worker.query(`update au.repairs set state = 'proposed' where drift_event_id = $1`, [driftEventId]);
  const accepted = accept();
  const refused = expect(accepted).rejects.toMatchObject({ code: 'conflict' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await worker.query('commit');
  worker.release();
  await refused;
  const [first, second] = await Promise.allSettled([accept(), accept()]);
  expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
});
