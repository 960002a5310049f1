import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { enqueueTask } from '../../platform/database/repositories/tasks.ts';
import { currentGeneration } from '../../platform/database/repositories/dcl-generations.ts';
import type { Generation } from '../../platform/database/repositories/dcl-generations.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import { queryGeneration } from '../../platform/duckdb/query/query-generation.ts';
import { dclConnectId } from '../../workflows/dcl-connect.contract.ts';
import { TestPlatform, until } from '../support/test-platform.ts';

/** The whole worker gets SIGKILL while its builder stands at a step: another worker ends the same connect, with the same content. */
const whole = process.env['AUTONOMOS_TEST_FULL'] === '1';
const steps = whole
  ? ['before_dcl_load', 'before_dcl_unify', 'before_dcl_views', 'before_dcl_place', 'before_dcl_commit']
  : ['before_dcl_commit'];

const header = 'Id,Name,Website,Phone,Industry,BillingCity,LastModifiedDate';
const companies = (count: number): string =>
  [
    header,
    ...Array.from(
      { length: count },
      (_none, at) =>
        `${String(at)},Company ${String(at)} Works,https://c${String(at)}.example,,Metal,Berlin,2026-01-01T00:00:00Z`,
    ),
  ].join('\n');

/** Ids of the building processes under a process. */
const buildersOf = (pid: number): number[] =>
  readdirSync(`/proc/${String(pid)}/task`)
    .flatMap((thread) =>
      readFileSync(`/proc/${String(pid)}/task/${thread}/children`, 'utf8')
        .trim()
        .split(' '),
    )
    .filter(
      (child) => child !== '' && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('build-process'),
    )
    .map(Number);

let platform: TestPlatform;
beforeAll(async () => {
  platform = await TestPlatform.start();
}, 60_000);
afterAll(() => platform.stop());

const enqueueConnect = async (): Promise<string> => {
  const { taskId } = await withTenant(platform.app, platform.tenantId, (transaction) =>
    enqueueTask(transaction, {
      kind: 'connect',
      subject: { kind: 'tenant', id: platform.tenantId },
      workflowId: dclConnectId(platform.tenantId),
      input: { agents: [] },
      traceId: randomUUID().replaceAll('-', ''),
      requestedBy: 'test',
    }),
  );
  return taskId;
};
const connected = async (taskId: string): Promise<Generation> => {
  const task = await platform.ended(taskId, 240);
  expect([task.kind, task.state, task.error]).toEqual(['connect', 'success', null]);
  const generation = await withTenant(platform.app, platform.tenantId, currentGeneration);
  if (generation === undefined) throw new Error('nothing was published');
  return generation;
};
/** What readers see: how many accounts in the file, and how many in the tables. */
const seen = async (): Promise<readonly [unknown, number | null]> => {
  const { rows } = await queryGeneration(
    { pool: platform.app, config: { DCL_ROOT: platform.environment['DCL_ROOT'] ?? '' } },
    { tenantId: platform.tenantId, sql: 'SELECT count(*) FROM accounts' },
  );
  const { rowCount } = await platform.database.admin.query('select from au.materialized_accounts');
  return [rows[0]?.[0], rowCount];
};

test('a connect whose worker is killed goes on elsewhere, and readers never see half of it', async () => {
  let healthy = await platform.startWorker();
  const connection = await platform.connectFiles('crm', { 'Account.csv': companies(3) });
  expect((await platform.ingest(connection)).state).toBe('success');
  await connected(await enqueueConnect());
  let known = 3;
  for (const step of steps) {
    expect(await seen()).toEqual([known, known]);
    await platform.writeFiles('crm', { 'Account.csv': companies(known + 1) });
    expect((await platform.ingest(connection)).state).toBe('success');
    healthy.child.kill('SIGTERM');
    await healthy.exited;

    const victim = await platform.startWorker({ AUTONOMOS_FAILPOINT: `${step}:pause:1` });
    const task = await enqueueConnect();
    await until(
      'the builder stands still',
      () => victim.log().includes(`failpoint hit: ${step}`),
      victim.log,
      120,
    );
    const builders = buildersOf(victim.child.pid ?? 0);
    expect(builders).toHaveLength(1);
    victim.child.kill('SIGKILL');
    expect(await victim.exited).toBe('SIGKILL');
    expect([step, await seen()]).toEqual([step, [known, known]]);
    // A builder that wakes without its worker ends by itself.
    for (const builder of builders) process.kill(builder, 'SIGCONT');

    healthy = await platform.startWorker();
    const after = await connected(task);
    known += 1;
    expect([step, await seen()]).toEqual([step, [known, known]]);
    const again = await connected(await enqueueConnect());
    expect(again.generation).toBeGreaterThan(after.generation);
    expect([step, again.content_hash]).toEqual([step, after.content_hash]);
  }
}, 900_000);
