import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Task } from '../../../platform/database/repositories/tasks.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { TestPlatform } from '../../support/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await TestPlatform.start();
});

afterAll(async () => {
  await platform.stop();
});

/** Columns of each version of a file's shape. */
const shapes = async (connectionId: string): Promise<readonly string[][]> =>
  await withTenant(platform.app, platform.tenantId, async ({ db }) => {
    const rows = await db
      .selectFrom('source_schemas')
      .select('document')
      .where('connection_id', '=', connectionId)
      .orderBy('version')
      .execute();
    return rows.map(({ document }) =>
      (document as unknown as { fields: { name: string }[] }).fields.map(({ name }) => name),
    );
  });

test('a restarted worker does not read again what a file is noted to hold, until it changes', async () => {
  const connection = await platform.connectFiles('noted', { 'gizmos.csv': 'gizmo_id,torque\n1,2\n2,3\n' });
  const file = join(platform.folder, 'files', platform.tenantId, 'noted', 'gizmos.csv');
  await utimes(file, 1000, 1000);
  const first = await platform.startWorker();
  expect((await platform.ingest(connection)).state).toBe('success');
  first.child.kill('SIGKILL');
  await first.exited;
  // What only a note can say.
  const { rowCount } = await platform.database.admin.query(
    `update au.look_notes set note = jsonb_insert(note::jsonb, '{schema,objects,0,fields,0}',
       '{"name": "noted", "type": "string", "nullable": true}')::json where name = 'gizmos.csv'`,
  );
  expect(rowCount).toBe(1);

  await platform.startWorker();
  await platform.ingest(connection);
  expect(await shapes(connection)).toEqual([
    ['gizmo_id', 'torque'],
    ['noted', 'gizmo_id', 'torque'],
  ]);
  await utimes(file, 2000, 2000);
  await platform.ingest(connection);
  expect((await shapes(connection)).at(-1)).toEqual(['gizmo_id', 'torque']);
}, 180_000);

const accounts = (rows: number): string =>
  [
    'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
    ...Array.from({ length: rows }, (_, row) => `Company ${row},retail,1999,12.5,100,Kenya,`),
  ].join('\n');

test('a file that is rewritten at every look keeps neither its connection nor the other files from going on', async () => {
  const connection = await platform.connectFiles('rewritten', {
    'accounts.csv': accounts(60_000),
    'gizmos.csv': 'gizmo_id,torque\n1,2\n',
  });
  await platform.startWorker();
  expect((await platform.ingest(connection)).state).toBe('success');
  const file = join(platform.folder, 'files', platform.tenantId, 'rewritten', 'accounts.csv');
  let ended: Task | undefined;
  const second = platform.ingest(connection).then((task) => (ended = task));
  for (let time = 1_000; ended === undefined; time += 1) await utimes(file, time, time);
  const { state, result } = await second;
  expect([state, result]).toEqual([
    'success',
    expect.objectContaining({
      held: [
        {
          object: 'accounts.csv',
          reason: expect.stringContaining('accounts.csv was changed while it was read') as string,
        },
      ],
      unmapped: [{ object: 'gizmos.csv', rows: 1 }],
    }),
  ]);
  const { rows } = await platform.database.admin.query<{ object: string; kind: string; status: string }>(
    `select object, kind, status from au.connections c
     join au.drift_events d using (tenant_id, connection_id) where connection_id = $1`,
    [connection],
  );
  expect(rows).toEqual([{ object: 'gizmos.csv', kind: 'object_added', status: 'active' }]);
}, 180_000);

test('a file without a byte is waited for; one that stays so has lost its records, not its columns, and heals', async () => {
  const whole = accounts(3);
  const connection = await platform.connectFiles('emptied', { 'accounts.csv': whole });
  const file = join(platform.folder, 'files', platform.tenantId, 'emptied', 'accounts.csv');
  await platform.startWorker();
  expect((await platform.ingest(connection)).state).toBe('success');
  const tickets = async (): Promise<readonly unknown[]> =>
    (
      await platform.database.admin.query<Record<string, unknown>>(
        'select kind, state, outcome, lost, detail from au.drift_events where connection_id = $1',
        [connection],
      )
    ).rows;
  const before = (await platform.events()).length;

  await writeFile(file, '');
  const waiting = await platform.ingest(connection);
  expect([waiting.state, waiting.result]).toEqual([
    'success',
    expect.objectContaining({
      held: [{ object: 'accounts.csv', reason: expect.stringContaining('holds nothing') as string }],
    }),
  ]);
  expect(await tickets()).toEqual([]);

  await utimes(file, 1_000, 1_000);
  const emptied = await platform.ingest(connection);
  expect([emptied.state, emptied.result]).toEqual(['success', expect.objectContaining({ held: [] })]);
  expect(await tickets()).toMatchObject([
    { kind: 'mass_deletion', lost: [], detail: { missing: 3, live: 3 } },
  ]);

  await writeFile(file, whole);
  expect((await platform.ingest(connection)).state).toBe('success');
  expect(await tickets()).toMatchObject([{ kind: 'mass_deletion', state: 'closed', outcome: 'healed' }]);
  expect(await platform.events()).toHaveLength(before);
}, 180_000);
