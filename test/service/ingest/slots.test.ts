import { withTenant } from '../../../platform/database/with-tenant.ts';
import { ingestId } from '../../../workflows/ingest.contract.ts';
import { TestPlatform, until } from '../../support/test-platform.ts';

const accounts = (prefix: string, rows: number): string =>
  [
    'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
    ...Array.from({ length: rows }, (_, row) => `${prefix}${row},retail,1999,12.5,100,Kenya,`),
  ].join('\n');

let platform: TestPlatform;

beforeAll(async () => {
  platform = await TestPlatform.start();
});

afterAll(async () => {
  await platform.stop();
});

const slots = async (): Promise<{ held: number; queued: number; live: number }> =>
  await withTenant(platform.app, platform.tenantId, async ({ client }) => {
    const { rows } = await client.query<{ held: number; queued: number; live: number }>(
      `select (select count(*) from au.slots)::integer as held,
         count(*) filter (where state = 'queued')::integer as queued,
         count(*) filter (where state in ('queued', 'in_progress'))::integer as live from au.tasks`,
    );
    return rows[0]!;
  });

test('of six jobs five run, the sixth waits in order and then runs; a killed worker leaks no slot', async () => {
  const connections = await Promise.all(
    Array.from({ length: 6 }, (_, at) =>
      platform.connectFiles(`slot-${at}`, { 'accounts.csv': accounts(`s${at}-`, 30_000) }),
    ),
  );
  const victim = await platform.startWorker({ AUTONOMOS_FAILPOINT: 'after_commit_before_ack:kill:2' });
  const tasks = [];
  for (const connection of connections) tasks.push(await platform.enqueueIngest(connection));

  await until('five hold a slot', async () => (await slots()).held === 5);
  expect(await slots()).toMatchObject({ held: 5, live: 6 });
  expect(await victim.exited).toBe('SIGKILL');

  await platform.startWorker();
  let most = 0;
  await until(
    'all have ended',
    async () => {
      const now = await slots();
      most = Math.max(most, now.held);
      return now.live === 0;
    },
    () => '',
    120,
  );
  expect(most).toBeLessThanOrEqual(5);
  expect((await slots()).held).toBe(0);
  for (const task of tasks) expect((await platform.ended(task)).state).toBe('success');
  expect(await platform.events()).toHaveLength(6 * 30_000);
}, 240_000);

test('a job that is terminated from outside gives its slot back and its task says so', async () => {
  const connection = await platform.connectFiles('terminated', { 'accounts.csv': accounts('t', 60_000) });
  const task = await platform.enqueueIngest(connection);
  const temporal = await platform.temporal();
  await until('the job holds a slot', async () => (await slots()).held === 1);
  await until('the workflow is there', async () => {
    try {
      await temporal.workflow.getHandle(ingestId(platform.tenantId, connection)).terminate('by hand');
      return true;
    } catch {
      return false;
    }
  });
  await temporal.workflow.signalWithStart('admit', {
    workflowId: `admit/${platform.tenantId}`,
    taskQueue: 'control',
    args: [{ tenantId: platform.tenantId }],
    signal: 'wake',
  });
  const ended = await platform.ended(task);
  expect(ended.state).toBe('failed');
  expect(JSON.stringify(ended.error)).toContain('terminated from outside');
  expect((await slots()).held).toBe(0);
  await temporal.connection.close();
}, 120_000);

test('a task whose predecessor has ended, but not its run, starts as soon as that has closed', async () => {
  const connection = await platform.connectFiles('successor', { 'accounts.csv': accounts('n', 10) });
  const temporal = await platform.temporal();
  const predecessor = await temporal.workflow.start('ingest', {
    workflowId: ingestId(platform.tenantId, connection),
    taskQueue: 'nobody polls it',
    memo: { task_id: 'of the predecessor' },
  });
  const task = await platform.enqueueIngest(connection);
  await until('the task holds a slot', async () => (await slots()).held === 1);
  await predecessor.terminate();
  // Admission looks by itself after a minute.
  expect((await platform.ended(task, 30)).state).toBe('success');
  await temporal.connection.close();
}, 120_000);
