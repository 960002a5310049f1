import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Fault } from '../../../../domain/faults.ts';
import type { Cell } from '../../../../domain/json.ts';
import type { SourceField } from '../../../../domain/schema/types.ts';
import { BatchBuilder } from '../batch-builder.ts';
import type { BatchLimits, DecodedBatch } from '../batch-builder.ts';
import type { Decoder, NamedFile, Part } from '../decoder.ts';
import type { Inferred } from '../infer/infer-text-fields.ts';
import { KeySearch } from '../infer/key-search.ts';
import { limits } from '../limits.ts';
import { parquetColumn } from './parquet-column.ts';
import type { ParquetColumn } from './parquet-column.ts';

interface OpenParquet {
  readonly name: string;
  readonly connection: DuckDBConnection;
  readonly columns: readonly ParquetColumn[];
}

/** Opens a Parquet file with DuckDB, which may read this one file and nothing else, in 256 MB and one thread. */
export async function parquetDecoder({ name, path }: NamedFile): Promise<Decoder> {
  if (path === undefined)
    throw new Fault('source_data_unreadable', `${name}: Parquet is read from files only`);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '256MB' });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
    return Promise.resolve();
  };
  try {
    const columns = await openFile(connection, path);
    const opened = { name, connection, columns };
    const read = (batch: BatchLimits) => readRows(opened, batch);
    const infer: Part['infer'] = (key, rows = read({ batchRows: 5000, batchBytes: 4 << 20 })) =>
      inferFields(opened, rows, key);
    return { parts: [{ sheet: null, read, infer }], layout: [], guesses: [], close };
  } catch (error) {
    await close();
    const cure = 'is no Parquet file that can be read; write it again';
    throw new Fault('source_data_unreadable', `${name} ${cure}`, { cause: error });
  }
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

async function openFile(connection: DuckDBConnection, path: string): Promise<ParquetColumn[]> {
  await connection.run(`set allowed_paths = [${literal(path)}]`);
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
  await connection.run(`create view rows as select * from read_parquet(${literal(path)})`);
  const described = await connection.runAndReadAll('select column_name, column_type from (describe rows)');
  return described.getRows().map(([name, type]) => parquetColumn(String(name), String(type)));
}

/** @throws Fault `source_data_unreadable` when pages are damaged, or one of them is too large for the engine's memory */
async function* readRows(opened: OpenParquet, batch: BatchLimits): AsyncGenerator<DecodedBatch> {
  try {
    yield* decodedRows(opened, batch);
  } catch (cause) {
    const cure =
      'cannot be read to its end; write it again, with smaller row groups where its values are long';
    throw new Fault('source_data_unreadable', `${opened.name} ${cure}`, { cause });
  }
}

async function* decodedRows(
  { connection, columns }: OpenParquet,
  batch: BatchLimits,
): AsyncGenerator<DecodedBatch> {
  const names = columns.map(({ name }) => name);
  const selected = columns.map(({ name, select }) => select(quoted(name))).join(', ');
  const builder = new BatchBuilder(batch);
  const result = await connection.stream(`select ${selected} from rows`);
  let number = 0;
  let given = false;
  for (
    let chunk = await result.fetchChunk();
    chunk !== null && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    for (let at = 0; at < chunk.rowCount; at += 1) {
      // One row at a time: a chunk's rows may share one long text, of which each would get a copy.
      const values = chunk.getRowValues(at);
      const row = columns.map(({ cell }, column) => cell(values[column]));
      takeRow(row, `row ${(number += 1)}`, builder);
      if (builder.full) {
        yield builder.take(names);
        given = true;
      }
    }
  }
  if (!(given && builder.isEmpty)) yield builder.take(names);
}

function takeRow(row: readonly Cell[], position: string, builder: BatchBuilder): void {
  const bytes = sizeOf(row);
  if (bytes <= limits.maxRecordBytes) builder.push(row, position, bytes);
  else {
    const message = `The row is longer than ${limits.maxRecordBytes} bytes; shorten its texts`;
    builder.pushUnreadable({ position, raw: '', code: 'row_too_long', message }, 0);
  }
}

const sizeOf = (row: readonly Cell[]): number =>
  row.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0);

async function inferFields(
  { columns }: OpenParquet,
  batches: AsyncIterable<DecodedBatch>,
  declared: readonly string[] | undefined,
): Promise<Inferred> {
  const search = new KeySearch(declared === undefined ? columns.map(({ name }) => name) : []);
  let rows = 0;
  let unreadable = 0;
  for await (const batch of batches) {
    for (const row of batch.rows) search.add(row);
    rows = batch.recordsRead;
    unreadable += batch.unreadable.length;
  }
  const fit = search.found.find(({ index, named }) => named || columns[index]?.field.type === 'string');
  const found = fit === undefined ? undefined : columns[fit.index];
  const key = declared ?? (found === undefined ? [] : [found.name]);
  const fields = columns.map(({ name, field }): SourceField => ({
    name,
    nullable: !key.includes(name),
    ...field,
  }));
  const guesses = search.gaveUp ? ['has too many rows to find its key; set `key`'] : [];
  return { fields, key, rows, unreadable, guesses };
}
