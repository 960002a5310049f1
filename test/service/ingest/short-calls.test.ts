import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { postgresSource } from '../../support/postgres-source.ts';
import { databaseUrl } from '../../support/services.ts';
import { startInstallation } from '../../support/test-installation.ts';
import type { TestInstallation } from '../../support/test-installation.ts';
import { until } from '../../support/test-platform.ts';

/** As many as a worker has places for long reads. */
const longReads = 10;
const gate = 7_340_215;
const schema = `slow_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
let it: TestInstallation;
let source: pg.Client;

beforeAll(async () => {
  it = await startInstallation({ TENANT_SLOTS: String(longReads), OBSERVE_EVERY_SECONDS: '3600' });
  source = new pg.Client({ connectionString: databaseUrl() });
  await source.connect();
  // A view whose rows come only once the gate is open: who reads it waits inside the source.
  await source.query(`create schema ${schema};
    create function ${schema}.opened() returns boolean language plpgsql volatile as $$
      begin
        while not pg_try_advisory_xact_lock_shared(${gate}) loop perform pg_sleep(0.05); end loop;
        return true;
      end $$;
    create view ${schema}.customers as
      select i as id, 'Firm ' || i as company_name, now() as updated_at from generate_series(1, 3) i
      where ${schema}.opened()`);
});

afterAll(async () => {
  await source.query('select pg_advisory_unlock_all()');
  await it.close();
  await source.query(`drop schema ${schema} cascade`);
  await source.end();
});

test('a connection is tested, and another discovered, while ten long reads hold all their places', async () => {
  await source.query('select pg_advisory_lock($1)', [gate]);
  const connection = await Promise.all(
    Array.from({ length: longReads }, (_, at) =>
      it.connect({ name: `slow ${at}`, ...postgresSource(schema) }),
    ),
  );
  const started = await Promise.all(connection.map((id) => it.ask('POST', `/connections/${id}/ingest`)));
  await until('all read', async () => {
    const { rows } = await source.query<{ reading: number }>(
      `select count(*)::integer as reading from pg_stat_activity where wait_event = 'PgSleep' and query like $1`,
      [`%${schema}%`],
    );
    return rows[0]?.reading === longReads;
  });
  // Temporal has seen nobody poll that queue since: the worker has no place left, and is there all the same.
  let said = '';
  await until(
    'the worker says that it is full',
    async () => {
      const { status, text } = await it.api.ask('GET', '/readyz');
      said = text;
      return status === 200 && text.includes(`all ${longReads} places are taken`);
    },
    () => said,
  );

  const folder = join(it.platform.folder, 'files', it.admin.tenantId, 'quick');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'gizmos.csv'), 'gizmo_id,torque\n1,2\n');
  const quick = await it.connect({ system: 'filesource', name: 'quick', config: { folder: 'quick' } });
  const tested = await it.ended(await it.ask('POST', `/connections/${quick}/test`));
  expect(tested['state']).toBe('success');
  await it.hurryObserver();
  await until('it is observed', async () => {
    const found = await it.ask('GET', `/connections/${quick}/schemas`);
    return JSON.stringify(found.json).includes('gizmos.csv');
  });

  await source.query('select pg_advisory_unlock($1)', [gate]);
  for (const reply of started) expect((await it.ended(reply))['state']).toBe('success');
}, 240_000);
