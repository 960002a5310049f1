import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { connector } from '../../../../../connectors/filesource/index.ts';
import type { ReadRequest, RowBatch } from '../../../../../connectors/contract.ts';
import { createLogger } from '../../../../../platform/logger.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parquet-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (select range::bigint + 9007199254740993 as id, 12.50::decimal(18,2) as amount,
    timestamptz '2024-03-01 12:00:00+02' as at, timestamp '2024-03-01 12:00:00.5' as local, date '2024-02-29' as day,
    [1,2] as tags, {'a': 9007199254740993::bigint} as nested, null::varchar as nothing, 'nan'::double as ratio
    from range(50)) to '${path.join(folder, "o''k.parquet")}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
});
afterAll(() => rm(folder, { recursive: true }));

test('reads Parquet with its own types and without losing digits', async () => {
  const opened = await connector.open({
    config: {},
    credentials: {},
    tenantFolder: folder,
    egressAllow: [],
    logger: createLogger('test', 'silent'),
    saveCredentials: () => Promise.resolve(),
  });
  const [object] = (await opened.discover()).objects;
  expect(object).toMatchObject({ name: "o'k.parquet", key: ['id'], rowEstimate: 50 });
  expect(object!.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'id integer',
    'amount decimal',
    'at timestamp',
    'local timestamp',
    'day date',
    'tags array',
    'nested object',
    'nothing string',
    'ratio float',
  ]);
  const request: ReadRequest = {
    object: object!,
    key: ['id'],
    mode: 'full',
    changeField: null,
    since: null,
    resume: null,
    batchRows: 20,
    batchBytes: 1 << 20,
    signal: new AbortController().signal,
  };
  const batches: RowBatch[] = [];
  for await (const batch of opened.read(request)) batches.push(batch);
  expect(batches.map(({ rows }) => rows.length)).toEqual([20, 20, 10]);
  expect(batches[0]?.rows[0]).toEqual([
    '9007199254740993',
    '12.50',
    '2024-03-01T10:00:00.000000Z',
    '2024-03-01T12:00:00.500000',
    '2024-02-29',
    [1, 2],
    { a: '9007199254740993' },
    null,
    'NaN',
  ]);
  await opened.close();
});
