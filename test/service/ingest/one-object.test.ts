import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { tenantId as parseTenant } from '../../../domain/ids.ts';
import { findTask } from '../../../platform/database/repositories/task-reports.ts';
import { enqueueTask } from '../../../platform/database/repositories/tasks.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { counter, whileHeldBy } from '../../support/held-by-lock.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { databaseUrl } from '../../support/services.ts';
import { startInstallation } from '../../support/test-installation.ts';
import type { TestInstallation } from '../../support/test-installation.ts';
import { smallBatches, until } from '../../support/test-platform.ts';

const rows = 6_000;
const accountsFile = (header = 'account'): string =>
  [
    `${header},sector,year_established,revenue,employees,office_location,subsidiary_of`,
    ...Array.from({ length: rows }, (_, row) => `Company ${row},retail,1999,12.5,100,Kenya,`),
  ].join('\n');
const dealsFile = (deals: number): string =>
  [
    'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
    ...Array.from(
      { length: deals },
      (_, deal) => `D${deal},Ann,GTX,Company ${deal},Won,2017-01-01,2017-02-01,10`,
    ),
  ].join('\n');

interface ObjectSeen {
  readonly object: string;
  readonly state: string;
  readonly reason: string | null;
  readonly last_read: { readonly rows: number; readonly events: number } | null;
  readonly anew_asked_at: string | null;
}

let installation: TestInstallation;
let connection: string;
let folder: string;

beforeAll(async () => {
  installation = await startInstallation(smallBatches);
  const { platform, admin } = installation;
  folder = join(platform.folder, 'files', admin.tenantId, 'crm');
  await mkdir(folder, { recursive: true });
  await write('accounts.csv', accountsFile());
  await write('sales_pipeline.csv', dealsFile(3));
  connection = await installation.connect({
    system: 'filesource',
    name: 'CRM',
    slug: 'crm',
    config: { folder: 'crm' },
  });
});
afterAll(() => installation.close());

const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
const steer = (verb: string, object: string) =>
  installation.ask('POST', `/connections/${connection}/objects/${verb}`, { object });
const objects = async (): Promise<readonly ObjectSeen[]> =>
  (await installation.ask('GET', `/connections/${connection}/objects`)).json?.[
    'data'
  ] as readonly ObjectSeen[];
const standing = async (object: string): Promise<ObjectSeen> =>
  (await objects()).find((one) => one.object === object)!;
const ledgersOf = (task: Record<string, unknown>) =>
  (task['ledgers'] as { stream: string; read: number; changed: number }[]).map(
    ({ stream, read, changed }) => [stream, read, changed],
  );
/** The ingest that a task was followed by, at its end. */
const following = async (task: Record<string, unknown>): Promise<Record<string, unknown>> => {
  const trail = task['trail'] as { kind: string; detail: { task_id?: string } }[];
  const next = trail.find(({ kind }) => kind === 'followed')?.detail.task_id;
  let last: Record<string, unknown> = {};
  await until('the one that follows has ended', async () => {
    last = (await installation.ask('GET', `/tasks/${String(next)}`)).json ?? {};
    return last['state'] === 'success';
  });
  return last;
};
const eventCount = async (): Promise<number> => {
  const { rows: counted } = await installation.platform.database.admin.query<{ count: string }>(
    'select count(*) from au.canonical_streams',
  );
  return Number(counted[0]?.count);
};

const deals = `select stream from au.streams where object = 'sales_pipeline.csv' for update`;

/** Does something while an ingest of the installation is held up by a lock. */
const whileHeld = <T>(lock: string, waits: boolean, act: () => Promise<T>): Promise<T> =>
  whileHeldBy(installation.platform.database, lock, waits, act);

test('a paused object is left out and said to be paused; resumed, it is read on from where it was', async () => {
  expect((await steer('pause', 'accounts.csv')).status).toBe(404);
  const begun = installation.ask('POST', `/connections/${connection}/ingest`);
  const paused = await whileHeld(counter, true, () => steer('pause', 'accounts.csv'));
  expect([paused.status, paused.json?.['state']]).toEqual([200, 'paused']);
  const first = await installation.ended(await begun);
  expect(first).toMatchObject({
    state: 'success',
    held: [{ object: 'accounts.csv', reason: expect.stringContaining('is paused since') as string }],
  });
  const [accounts, others] = ledgersOf(first);
  expect(others).toEqual(['sales_pipeline.csv', 3, 3]);
  const written = Number(accounts?.[1]);
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(rows);

  const runs = await installation.ask('GET', `/connections/${connection}/runs`);
  expect(runs.json).toMatchObject({ data: [{ held: [{ object: 'accounts.csv' }] }] });
  const health = await installation.ask('GET', `/mesh/connections?connection_id=${connection}`);
  expect(health.json).toMatchObject({ data: [{ objects: { paused: 1 } }] });
  expect(ledgersOf(await installation.ingest(connection))).toEqual([['sales_pipeline.csv', 3, 0]]);
  expect(await standing('accounts.csv')).toMatchObject({ state: 'paused', last_read: null });

  expect((await steer('resume', 'accounts.csv')).json).toMatchObject({ state: 'new', reason: null });
  const rest = await installation.ingest(connection);
  expect(ledgersOf(rest)[0]).toEqual(['accounts.csv', rows - written, rows - written]);
  expect(await eventCount()).toBe(rows + 3);
  expect(await standing('accounts.csv')).toMatchObject({
    state: 'current',
    last_read: { rows: rows - written, events: rows - written },
  });
}, 120_000);

test('an object is read anew by itself: what is unchanged gives no event', async () => {
  const task = await installation.ended(await steer('resync', 'accounts.csv'));
  expect(ledgersOf(task)).toEqual([['accounts.csv', rows, 0]]);
  expect(await eventCount()).toBe(rows + 3);
  expect(await standing('accounts.csv')).toMatchObject({ state: 'current', anew_asked_at: null });
}, 120_000);

test('asked for anew in the middle of an ingest, it begins again at once, and once alone', async () => {
  await write('sales_pipeline.csv', dealsFile(5));
  // Something to write, so that the writer can be held up.
  await write('accounts.csv', accountsFile().replaceAll('12.5', '13.5'));
  const begun = installation.ask('POST', `/connections/${connection}/ingest`);
  const asked = await whileHeld(counter, true, () => steer('resync', 'accounts.csv'));
  expect(asked.json).toMatchObject({ existing: true });
  const task = await installation.ended(await begun);
  expect(task['state']).toBe('success');
  const [[, read, changed] = []] = ledgersOf(task);
  expect(Number(read)).toBeGreaterThan(rows);
  expect(changed).toBe(rows);
  expect(ledgersOf(task)[1]).toEqual(['sales_pipeline.csv', 5, 2]);
  const tasks = await installation.ask('GET', `/tasks?kind=ingest&state=in_progress`);
  expect(tasks.json?.['data']).toEqual([]);
}, 120_000);

test('what is asked for too late for the ingest under way is done by the one that follows it', async () => {
  await write('sales_pipeline.csv', dealsFile(7));
  const begun = installation.ask('POST', `/connections/${connection}/ingest`);
  const asked = await whileHeld(deals, false, () => steer('resync', 'accounts.csv'));
  expect(asked.json).toMatchObject({ existing: true });
  const task = await installation.ended(await begun);
  expect(await following(task)).toMatchObject({
    input: { objects: ['accounts.csv'] },
    ledgers: [{ stream: 'accounts.csv', read: rows, changed: 0 }],
  });
}, 120_000);

test('all objects asked for while one is read are read by the ingest that follows it', async () => {
  const begun = steer('resync', 'accounts.csv');
  const asked = await whileHeld(counter, false, () =>
    installation.ask('POST', `/connections/${connection}/ingest`),
  );
  expect(asked.json).toMatchObject({ existing: true });
  const task = await installation.ended(await begun);
  expect(ledgersOf(task)).toEqual([['accounts.csv', rows, 0]]);
  const followed = await following(task);
  expect(followed['input']).toEqual({ connectionId: connection });
  expect(ledgersOf(followed).map(([stream]) => stream)).toEqual(['accounts.csv', 'sales_pipeline.csv']);
}, 120_000);

test('an ingest of one object that has not begun takes in what else is asked for', async () => {
  const { platform, admin } = installation;
  const asking = withTenant(platform.app, parseTenant(admin.tenantId), async (transaction) => {
    const ask = async (objects?: string[]) => {
      const { taskId } = await enqueueTask(transaction, {
        kind: 'ingest',
        subject: { kind: 'connection', id: connection },
        workflowId: 'ingest/not begun',
        input: { connectionId: connection, ...(objects === undefined ? {} : { objects }) },
        traceId: 'e'.repeat(32),
        requestedBy: 'test',
      });
      return (await findTask(transaction, taskId))?.input['objects'];
    };
    expect(await ask(['b'])).toEqual(['b']);
    expect(await ask(['a', 'b'])).toEqual(['a', 'b']);
    expect(await ask()).toBeUndefined();
    expect(await ask(['a'])).toBeUndefined();
    throw new Error('nothing of it is kept');
  });
  await expect(asking).rejects.toThrow('nothing of it is kept');
});

test('a look says nothing of a paused object, and says it once it is resumed', async () => {
  await steer('pause', 'accounts.csv');
  await write('accounts.csv', accountsFile('company_name'));
  await installation.ingest(connection);
  const open = () => installation.ask('GET', `/mesh/drift?connection_id=${connection}&open=true`);
  expect((await open()).json?.['data']).toEqual([]);
  await steer('resume', 'accounts.csv');
  await installation.ingest(connection);
  expect((await open()).json).toMatchObject({ data: [{ object: 'accounts.csv' }] });
}, 120_000);

test('an object of which only changes are read is read whole when wanted anew, and what is gone is deleted', async () => {
  const schema = `anew_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const source = new pg.Client({ connectionString: databaseUrl() });
  await source.connect();
  try {
    await source.query(`create schema ${schema};
      create table ${schema}.firms (id integer primary key, title text, touched timestamptz not null);
      insert into ${schema}.firms select i, 'Firm ' || i, now() - interval '1 day' from generate_series(1, 50) i`);
    const far = await installation.connect({ name: 'Firms', ...postgresSource(schema) });
    const document =
      'system: supabase\nobject: firms\nentity: account\nversion: 1\nkey: id\nchange_field: touched\nfields:\n  name: title\n';
    await installation.ask('POST', '/mesh/mappings', { connection_id: far, document, reason: 'first' });
    expect(ledgersOf(await installation.ingest(far))).toEqual([['firms', 50, 50]]);
    await source.query(`delete from ${schema}.firms where id = 1`);
    const daily = (await installation.ingest(far))['ledgers'] as { deleted: number }[];
    expect(daily.map(({ deleted }) => deleted).filter(Boolean)).toEqual([]);
    const anew = await installation.ended(
      await installation.ask('POST', `/connections/${far}/objects/resync`, { object: 'firms' }),
    );
    expect(anew['ledgers']).toMatchObject([{ stream: 'firms', unchanged: 49, deleted: 1 }]);
    const rested = await installation.ask('PATCH', `/connections/${far}`, { paused: true });
    expect(rested.status).toBe(200);
    const refused = await installation.ask('POST', `/connections/${far}/objects/resync`, { object: 'firms' });
    expect(refused.status).toBe(409);
  } finally {
    await source.query(`drop schema if exists ${schema} cascade`);
    await source.end();
  }
}, 120_000);
