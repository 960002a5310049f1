import { withTenant } from '../../../platform/database/with-tenant.ts';
import { ingestId, ingestProgress, pause, resume } from '../../../workflows/ingest.contract.ts';
import type { Client } from '@temporalio/client';
import { counter, whileHeldBy } from '../../support/held-by-lock.ts';
import { smallBatches, TestPlatform, until } from '../../support/test-platform.ts';

const accounts = (rows: number): string =>
  [
    'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
    ...Array.from({ length: rows }, (_, row) => `Company ${row},retail,1999,12.5,100,Kenya,`),
  ].join('\n');

let platform: TestPlatform;
let temporal: Client;

beforeAll(async () => {
  platform = await TestPlatform.start();
  await platform.startWorker(smallBatches);
  temporal = await platform.temporal();
});

afterAll(async () => {
  await temporal.connection.close();
  await platform.stop();
});

const rowsOf = async (taskId: string): Promise<number> => {
  const task = await withTenant(platform.app, platform.tenantId, ({ db }) =>
    db
      .selectFrom('tasks')
      .select(['progress', 'paused'])
      .where('task_id', '=', taskId)
      .executeTakeFirstOrThrow(),
  );
  return Number(task.progress['rows'] ?? 0);
};

const pausedFlag = async (taskId: string): Promise<boolean> =>
  (
    await withTenant(platform.app, platform.tenantId, ({ db }) =>
      db.selectFrom('tasks').select('paused').where('task_id', '=', taskId).executeTakeFirstOrThrow(),
    )
  ).paused;

const rows = 6_000;

/** Does something to an ingest whose first batch stands before the database, and lets that go on when the reader has heard of it. */
const beforeFirstBatch = (act: () => Promise<unknown>): Promise<void> =>
  whileHeldBy(platform.database, counter, false, async () => {
    await act();
    // Word comes with a heartbeat, and there is one each second.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
  });

test('a paused ingest stops at a batch boundary, and resumed it ends with every row once', async () => {
  const connection = await platform.connectFiles('paused', { 'accounts.csv': accounts(rows) });
  const task = await platform.enqueueIngest(connection);
  const handle = temporal.workflow.getHandle(ingestId(platform.tenantId, connection));
  await beforeFirstBatch(() => handle.signal(pause));
  await until('the task shows as paused', () => pausedFlag(task));
  const standing = await rowsOf(task);
  expect(standing).toBeGreaterThan(0);
  expect(standing).toBeLessThan(rows);
  expect((await handle.query(ingestProgress)).paused).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await rowsOf(task)).toBe(standing);

  await handle.signal(resume);
  expect((await platform.ended(task)).state).toBe('success');
  expect(await platform.ledger(task)).toMatchObject([{ read: rows, changed: rows }]);
  expect((await platform.events()).filter(({ key }) => key.startsWith('paused/'))).toHaveLength(rows);
}, 180_000);

test('a cancelled ingest keeps what was committed, and the next one continues from there', async () => {
  const connection = await platform.connectFiles('cancelled', { 'accounts.csv': accounts(rows) });
  const task = await platform.enqueueIngest(connection);
  await beforeFirstBatch(() => temporal.workflow.getHandle(ingestId(platform.tenantId, connection)).cancel());
  expect((await platform.ended(task)).state).toBe('cancelled');
  const kept = (await platform.ledger(task))[0]!.changed;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(rows);

  const next = await platform.ingest(connection);
  expect(next.state).toBe('success');
  expect(await platform.ledger(next.task_id)).toMatchObject([{ read: rows - kept, changed: rows - kept }]);
}, 180_000);
