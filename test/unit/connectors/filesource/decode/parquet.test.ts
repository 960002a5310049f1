import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { connector } from '../../../../../connectors/filesource/index.ts';
import { bufferSource } from '../../../../../connectors/filesource/decode/byte-source.ts';
import { openDecoder } from '../../../../../connectors/filesource/decode/open-decoder.ts';
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

const write = async (name: string, sql: string): Promise<string> => {
  const file = path.join(folder, name);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${sql}) to '${file}' (format parquet, compression zstd)`);
  connection.closeSync();
  instance.closeSync();
  return file;
};

const counted = async (file: string): Promise<{ rows: number; unreadable: number }> => {
  const bytes = bufferSource(await readFile(file));
  const decoder = await openDecoder({ name: path.basename(file), bytes, path: file }, {});
  const count = { rows: 0, unreadable: 0 };
  try {
    for await (const batch of decoder.parts[0]?.read({ batchRows: 5000, batchBytes: 4 << 20 }) ?? []) {
      count.rows += batch.rows.length;
      count.unreadable += batch.unreadable.length;
    }
  } finally {
    await decoder.close();
  }
  return count;
};

test('a row of 60 MB is held, and the others are read', async () => {
  const long = await write(
    'long.parquet',
    "select repeat('x', case range when 1 then 60000000 else 3 end) as t from range(3)",
  );
  expect(await counted(long)).toEqual({ rows: 2, unreadable: 1 });
});

test('damaged pages, and ones that the engine has no room for, are a fault that names file and cure', async () => {
  const damaged = await write('damaged.parquet', 'select hash(range)::varchar as t from range(200000)');
  const bytes = await readFile(damaged);
  for (let at = 200_000; at < 210_000; at += 1) bytes[at] = at & 0xff;
  await writeFile(damaged, bytes);
  const nested = await write('nested.parquet', "select [repeat('x', 1000000)] as t from range(3000)");
  for (const file of [damaged, nested]) {
    await expect(counted(file)).rejects.toMatchObject({
      code: 'source_data_unreadable',
      message: expect.stringMatching(
        `${path.basename(file)} cannot be read to its end; write it again`,
      ) as string,
    });
  }
}, 60_000);
