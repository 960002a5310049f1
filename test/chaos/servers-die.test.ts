import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../migrations/migrate.ts';
import { startPostgres } from '../../platform/servers/postgres.ts';
import type { RunningServer } from '../../platform/servers/running-server.ts';
import { startTemporal } from '../../platform/servers/temporal.ts';
import { ownFolder } from '../service/servers/own-folder.ts';
import { testRolesKey } from '../support/test-database.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { TestPlatform, until } from '../support/test-platform.ts';

const rows = 60_000;
const contacts = (): string =>
  [
    'Id,AccountId,FirstName,LastName,Email,Phone,Title,CreatedDate,LastModifiedDate',
    ...Array.from(
      { length: rows },
      (_, row) =>
        `003${row},001,First,Last${row},p${row}@example.com,,Buyer,2024-01-01T00:00:00Z,2024-01-02T00:00:00Z`,
    ),
  ].join('\n');

/** Every row once, in its first version, numbered without a gap. */
const expectExact = async (platform: TestPlatform): Promise<void> => {
  const { rows: counted } = await platform.database.admin.query(
    `select count(*)::integer as events, count(distinct record_key)::integer as keys, max(record_seq) as versions, max(seq)::integer as last
     from au.canonical_streams`,
  );
  expect(counted[0]).toEqual({ events: rows, keys: rows, versions: 1, last: rows });
};

const firstBatchCommitted = (platform: TestPlatform): Promise<void> =>
  until(
    'a batch is committed',
    async () =>
      (await platform.database.admin.query('select 1 from au.canonical_batches limit 1')).rowCount === 1,
  );

const killed = async (server: RunningServer): Promise<void> => {
  process.kill(server.pid!, 'SIGKILL');
  await until('the server is gone', () => {
    try {
      process.kill(server.pid!, 0);
      return false;
    } catch {
      return true;
    }
  });
};

test('Temporal is killed and its history deleted in the middle of an ingest: the job finishes exactly', async () => {
  const own = { ...ownFolder('lost-history'), ui: false };
  let temporal = await startTemporal(own);
  const platform = await TestPlatform.start({ temporal: temporal.url });
  try {
    const connection = await platform.connectFiles('lost', { 'Contact.csv': contacts() });
    const worker = await platform.startWorker();
    const task = await platform.enqueueIngest(connection);
    await firstBatchCommitted(platform);
    await killed(temporal);
    for (const suffix of ['', '-wal', '-shm'])
      await rm(join(own.folder, `temporal.db${suffix}`), { force: true });
    temporal = await startTemporal({ ...own, port: temporal.port });
    worker.child.kill('SIGKILL');
    await platform.startWorker();
    expect((await platform.ended(task, 120)).state).toBe('success');
    await expectExact(platform);
  } finally {
    await platform.stop();
    await temporal.stop();
  }
}, 240_000);

test('PostgreSQL is killed in the middle of an ingest: it goes on after the restart, exactly', async () => {
  const own = ownFolder('killed-database');
  let server = await startPostgres(own);
  const database: TestDatabase = {
    url: server.url,
    rolesKey: testRolesKey,
    admin: new pg.Pool({ connectionString: server.url, max: 2 }),
    drop: () => database.admin.end(),
  };
  database.admin.on('error', () => undefined);
  await migrate(server.url, testRolesKey);
  const platform = await TestPlatform.start({ database });
  try {
    const connection = await platform.connectFiles('killed', { 'Contact.csv': contacts() });
    await platform.startWorker();
    const task = await platform.enqueueIngest(connection);
    await firstBatchCommitted(platform);
    await killed(server);
    server = await startPostgres({ ...own, port: server.port });
    expect((await platform.ended(task, 120)).state).toBe('success');
    await expectExact(platform);
  } finally {
    await platform.stop();
    await server.stop();
  }
}, 240_000);
