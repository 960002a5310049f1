import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { tenantId as parseTenant } from '../../../domain/ids.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { createPool } from '../../../platform/database/pool.ts';
import {
  beginGeneration,
  holdGeneration,
  publishGeneration,
} from '../../../platform/database/repositories/dcl-generations.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { openDuckDb } from '../../../platform/duckdb/open-duckdb.ts';
import { queryGeneration } from '../../../platform/duckdb/query/query-generation.ts';
import type { GenerationQuery, QueryAnswer } from '../../../platform/duckdb/query/query-generation.ts';
import { fileSha256, placeGeneration, registryFile } from '../../../platform/duckdb/registry.ts';
import { createLogger } from '../../../platform/logger.ts';
import { testFolder } from '../../support/services.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import type { TestDatabase } from '../../support/test-database.ts';

const [mine, theirs] = [parseTenant(randomUUID()), parseTenant(randomUUID())];
const root = mkdtempSync(join(testFolder(), 'registry-'));
const none = {
  records: {},
  golden: {},
  duplicates: {},
  unlinked: {},
  out_of_range: {},
  written: 0,
  removed: 0,
};
let database: TestDatabase;
let pool: pg.Pool;

/** Publishes a generation that says its own number. */
const publish = async (tenantId: TenantId): Promise<number> => {
  const { generation } = await withTenant(pool, tenantId, (transaction) =>
    beginGeneration(transaction, { taskId: randomUUID(), traceId: 't', host: 'test' }),
  );
  const path = registryFile(root, tenantId, generation);
  await mkdir(join(path, '..'), { recursive: true });
  const { connection, close } = await openDuckDb({
    path: `${path}.building`,
    memoryMb: 128,
    threads: 1,
    spillFolder: join(root, 'spill'),
  });
  await connection.run(`CREATE TABLE accounts AS SELECT 'acc_1' AS account_id, 'Acme' AS name,
    1234567.890000000000000000::DECIMAL(38, 18) AS annual_revenue, '2026-03-01T10:00:00.5Z'::TIMESTAMP AS updated_at,
    DATE '2026-03-02' AS day, '{"a": [1]}'::JSON AS extras, ${generation}::BIGINT AS generation`);
  close();
  await placeGeneration(`${path}.building`, path);
  await withTenant(pool, tenantId, async (transaction) => {
    await holdGeneration(transaction, generation);
    await publishGeneration(transaction, generation, {
      contentHash: 'c',
      viewHashes: {},
      counts: none,
      model: {},
      fileBytes: statSync(path).size,
      fileSha256: await fileSha256(path),
    });
  });
  return generation;
};

const query = (sql: string, more: Partial<GenerationQuery> = {}): Promise<QueryAnswer> =>
  queryGeneration({ pool, config: { DCL_ROOT: root } }, { tenantId: mine, sql, ...more });

/** Ids of the reading processes that this one has started. */
const readers = (): string[] =>
  readdirSync(`/proc/${process.pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${process.pid}/task/${task}/children`, 'utf8').trim().split(' '))
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('read-process'));

beforeAll(async () => {
  database = await createTestDatabase();
  for (const tenantId of [mine, theirs])
    await database.admin.query('select au.register_tenant($1, $2, $3, $4, $2, $2)', [
      tenantId,
      'Test',
      randomUUID(),
      `${tenantId}@example.com`,
    ]);
  pool = createPool({
    databaseUrl: database.url,
    rolesKey: database.rolesKey,
    role: 'au_worker',
    max: 4,
    logger: createLogger('test', 'silent'),
  });
}, 60_000);
afterAll(async () => {
  await pool.end();
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

test('says so before there is anything to read', async () => {
  await expect(query('SELECT 1')).rejects.toMatchObject({ code: 'conflict' });
});

describe('one published generation', () => {
  beforeAll(() => publish(mine));

  test('is read with parameters, in the canonical forms', async () => {
    const answer = await query('SELECT * FROM accounts WHERE name = $1 AND generation > $2', {
      parameters: ['Acme', 0],
    });
    expect(answer.generation).toBe(1);
    expect(answer.columns.map(({ name }) => name)).toEqual([
      'account_id',
      'name',
      'annual_revenue',
      'updated_at',
      'day',
      'extras',
      'generation',
    ]);
    expect(answer.rows).toEqual([
      ['acc_1', 'Acme', '1234567.89', '2026-03-01T10:00:00.5Z', '2026-03-02', { a: [1] }, 1],
    ]);
  });

  test('gives as many rows as asked for and says that there are more', async () => {
    const answer = await query('SELECT range FROM range(50) ORDER BY range', { limits: { rows: 3 } });
    expect([answer.rows, answer.truncated]).toEqual([[[0], [1], [2]], true]);
    const long = await query(`SELECT repeat('x', 1000) FROM range(500)`, { limits: { bytes: 20_000 } });
    expect([long.rows.length, long.truncated]).toEqual([19, true]);
  });

  test.each([
    ['an attached file', `ATTACH '/tmp/other.duckdb' AS other`],
    ['a file that is written', `COPY accounts TO '/tmp/out.csv'`],
    ['an export of everything', `EXPORT DATABASE '/tmp/out'`],
    ['an extension', 'INSTALL httpfs'],
    ['a loaded extension', 'LOAD httpfs'],
    ['a setting', 'SET enable_external_access = true'],
    ['a change', 'DELETE FROM accounts'],
    ['a new table', 'CREATE TABLE mine AS SELECT 1'],
    ['two statements', 'SELECT 1; SELECT 2'],
    ['a file that is read', `SELECT * FROM read_text('/etc/passwd')`],
    ['a list of files', `SELECT * FROM glob('/**')`],
    ['a CSV file', `SELECT * FROM read_csv('/etc/passwd')`],
    ['another database file', `SELECT * FROM read_blob('registry_${randomUUID()}.1.duckdb')`],
    ['the network', `SELECT * FROM read_csv('https://example.com/a.csv')`],
    ['its own file by name', `SELECT * FROM read_duckdb('registry_${mine}.1.duckdb')`],
    ['the path of its file', 'PRAGMA database_list'],
    ['the path of its file behind a comment', '/* */ PRAGMA database_list'],
    ['the path of its file by a view', 'SELECT file FROM pragma_database_list'],
    ['the path of its file by another view', 'SELECT path FROM system.main.duckdb_databases'],
    ['the path of its file by a function', 'SELECT path FROM duckdb_databases()'],
    [
      'the path of its file in a part',
      'WITH a AS (SELECT 1) SELECT (SELECT max(path) FROM DuckDB_databases()) FROM a',
    ],
    ['a text that is run', `SELECT * FROM query('SELECT path FROM duckdb_' || 'databases()')`],
    ['a table that is named by a text', `SELECT * FROM query_table('duckdb_' || 'databases')`],
    [
      'a parsed text that is run',
      `SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT path FROM duckdb_databases()'))`,
    ],
    ['a table that a function is told of', `SELECT * FROM histogram_values('pragma_database_list', file)`],
    ['all settings', `SELECT value FROM duckdb_settings()`],
    ['all settings as PostgreSQL has them', 'SELECT * FROM pg_catalog.pg_settings'],
    ['one setting', `SELECT Current_Setting('temp_' || 'directory')`],
    ['a setting that is explained', `EXPLAIN SELECT current_setting('temp_directory')`],
    ['what is spilled', 'SELECT * FROM duckdb_temporary_files()'],
    ['its memory by address', 'SELECT * FROM arrow_scan(0::POINTER, 0::POINTER, 0::POINTER)'],
    ['a log', `SELECT write_log('mine')`],
    ['a log that is begun', 'SELECT * FROM enable_logging()'],
    ['a setting that is explained and made', `EXPLAIN ANALYZE SET memory_limit = '20GB'`],
    ['a call', 'CALL pragma_database_size()'],
    ['a file that is imported', `IMPORT DATABASE '/tmp'`],
    ['a variable', 'SET VARIABLE mine = 1'],
    ['a command of the shell', '.shell ls'],
    ['nothing', ' ; '],
    ['more parentheses than can be', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
    ['a sum that is too long', `SELECT ${Array(50_000).fill('1').join('+')}`],
  ])('refuses %s', async (_what, sql) => {
    await expect(query(sql)).rejects.toMatchObject({
      code: expect.stringMatching(/^query_(refused|invalid)$/) as string,
    });
    expect((await query('SELECT count(*) FROM accounts')).rows).toEqual([[1]]);
  });

  test.each([
    ['nonsense'],
    ['SELECT missing FROM accounts'],
    [`SELECT 'x'::INTEGER`],
    [`SELECT getenv('PATH')`],
  ])('says what is wrong with %s', async (sql) => {
    await expect(query(sql)).rejects.toMatchObject({ code: 'query_invalid' });
  });

  test('writes nothing into the folder that queries spill to, not even to explain it', async () => {
    await query('SELECT 1');
    const folders = readdirSync(join(root, mine)).filter((name) => name.includes('.read-'));
    for (const name of folders) {
      const file = join(root, mine, name, 'big.csv');
      for (const explain of [
        'EXPLAIN ANALYZE',
        'EXPLAIN (FORMAT json, ANALYZE)',
        'EXPLAIN (FORMAT json /*) SELECT 1 -- */)',
      ])
        await expect(query(`${explain} COPY (SELECT * FROM range(10)) TO '${file}'`)).rejects.toMatchObject({
          code: expect.stringMatching(/^query_(refused|invalid)$/) as string,
        });
      expect(readdirSync(join(root, mine, name))).toEqual([]);
    }
    expect(folders).not.toEqual([]);
  });

  test.each([
    'FROM accounts',
    'VALUES (1)',
    'DESCRIBE accounts',
    'SUMMARIZE accounts',
    'SHOW TABLES',
    'EXPLAIN SELECT * FROM accounts',
    'explain analyze SELECT name FROM accounts',
    'EXPLAIN (FORMAT json) SELECT name FROM accounts',
    'SELECT table_name FROM information_schema.tables',
    `SELECT * FROM json_each('[1]'), generate_series(1, 2), unnest([3])`,
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) FROM n',
  ])('reads by %s', async (sql) => {
    expect((await query(sql)).rows).not.toEqual([]);
  });

  test('ends a query without end, and one that wants all memory', async () => {
    await expect(
      query('SELECT count(*) FROM range(1000000000) a, range(1000000000) b', { limits: { timeMs: 700 } }),
    ).rejects.toMatchObject({ code: 'query_too_costly', message: 'The query was ended after 0.7 s' });
    await expect(
      query('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n', {
        limits: { timeMs: 700 },
      }),
    ).rejects.toMatchObject({ code: 'query_too_costly' });
    await expect(
      query(`SELECT max(len(l)) FROM (SELECT list(repeat('x', 1000) || range) AS l FROM range(3000000))`),
    ).rejects.toMatchObject({ code: 'query_too_costly' });
    expect((await query('SELECT 1')).rows).toEqual([[1]]);
  });

  test('runs where there is nothing to find out', async () => {
    await query('SELECT 1');
    const environments = readers().map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0'));
    expect(environments.length).toBeGreaterThan(0);
    for (const names of environments)
      expect(names.filter((name) => name !== '' && !name.startsWith('NODE_'))).toEqual([]);
  });
});

test('long queries of one tenant keep no other waiting', async () => {
  await publish(theirs);
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
  const order: string[] = [];
  const long = [1, 2, 3, 4, 5].map(() =>
    query(endless, { limits: { timeMs: 3_000 } }).catch(() => order.push('long')),
  );
  await query('SELECT 1', { tenantId: theirs });
  order.push('theirs');
  await Promise.all(long);
  expect(order).toEqual(['theirs', ...long.map(() => 'long')]);
}, 30_000);

test('a torn file is passed over for the last whole one, unless a generation is asked for by number', async () => {
  const torn = await publish(mine);
  expect((await query('SELECT generation FROM accounts')).rows).toEqual([[torn]]);
  const path = registryFile(root, mine, torn);
  const { size } = statSync(path);
  truncateSync(path, size / 2);
  const answer = await query('SELECT generation FROM accounts');
  expect([answer.generation, answer.rows]).toEqual([torn - 1, [[torn - 1]]]);
  await expect(query('SELECT 1', { generation: torn })).rejects.toMatchObject({
    code: 'registry_unavailable',
  });
  await expect(query('SELECT 1', { generation: 99 })).rejects.toMatchObject({ code: 'not_found' });
  appendFileSync(path, Buffer.alloc(size / 2, 1));
  await expect(query('SELECT 1', { generation: torn })).rejects.toMatchObject({
    code: 'registry_unavailable',
  });
});

test('a builder that was overtaken cannot publish', async () => {
  const by = { taskId: randomUUID(), traceId: 't', host: 'test' };
  const first = await withTenant(pool, mine, (transaction) => beginGeneration(transaction, by));
  const second = await withTenant(pool, mine, (transaction) => beginGeneration(transaction, by));
  expect(second.generation).toBe(first.generation + 1);
  const hold = (generation: number): Promise<void> =>
    withTenant(pool, mine, (transaction) => holdGeneration(transaction, generation));
  await expect(hold(first.generation)).rejects.toMatchObject({ code: 'lease_stale' });
  await expect(hold(second.generation)).resolves.toBeUndefined();
});
