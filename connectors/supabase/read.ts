/** Streams an object's rows page by page; each page is a short transaction, so that the source can be altered between. */
import type { Client } from 'pg';
import { Fault } from '../../domain/faults.ts';
import type { ReadRequest, RowBatch } from '../contract.ts';
import { BatchBuilder } from './batch.ts';
import { begin, connect, destroy, inTransaction, placeOf, query } from './client.ts';
import type { Settings } from './client.ts';
import { loadColumns } from './columns.ts';
import type { Column } from './columns.ts';
import type { Line } from './copy-lines.ts';
import { copyOut } from './copy-out.ts';
import { parseCursor, sameOrder, sealCursor } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { toFault } from './faults.ts';
import { qualified } from './identifiers.ts';
import { changeColumn, highSql, pageSql, planScan } from './scan.ts';
import type { Scan } from './scan.ts';

/** Rows of the first page, which teaches how wide rows are. */
const firstPage = 1000;
/** A page in the order of a hash costs a pass over the whole object: take more at once. */
const hashedPages = 10;
/** Rows far wider than expected are handed out within the transaction once this many batches wait. */
const mostReady = 4;

interface Reading {
  readonly client: Client;
  readonly settings: Settings;
  readonly request: ReadRequest;
  readonly what: 'rows' | 'keys';
  readonly table: string;
  readonly high: string | null;
  readonly low: string | null;
  cursor: Cursor | null;
  /** Rows handed out with the last row's hash, where that is the order. */
  ties: number;
  /** Mean size of a row so far, in characters. */
  rowSize: number;
  batch: BatchBuilder | null;
  /** Full batches of the open page: handed out after its transaction, so that no lock outlasts it. */
  ready: RowBatch[];
  readySize: number;
  done: boolean;
}

/** The columns that the connected user may read, as they are now; what was discovered must still have its types. */
export const currentColumns = async (
  client: Client,
  { config }: Settings,
  object: ReadRequest['object'],
): Promise<Column[]> => {
  const columns = (await loadColumns(client, config, object.name)).filter(({ readable }) => readable);
  if (columns.length === 0)
    throw new Fault('source_object_missing', `${object.name} is gone, or none of its columns may be read`);
  const known = new Map(object.fields.map((field) => [field.name, field.nativeType]));
  for (const { name, nativeType } of columns) {
    const before = known.get(name);
    if (before !== undefined && before !== nativeType)
      throw new Fault(
        'source_protocol',
        `${object.name}.${name} was ${before} and is ${nativeType} now. Discover the object again.`,
      );
  }
  return columns;
};

/** Takes the lightest lock, so that columns and rows of one page belong together. */
const lockFor = async (reading: Reading): Promise<Column[]> => {
  const { client, settings, table, request } = reading;
  await query(client, settings.config, `select from ${table} limit 0`);
  return currentColumns(client, settings, request.object);
};

const prepare = async (
  client: Client,
  settings: Settings,
  request: ReadRequest,
  what: 'rows' | 'keys',
): Promise<Reading> => {
  const table = qualified(settings.config.schema, request.object.name);
  const resume = parseCursor(request.resume);
  const incremental = what === 'rows' && request.mode === 'incremental';
  const since = incremental ? parseCursor(request.since) : null;
  const asked = incremental && resume === null;
  const high = asked ? await highestChange(client, settings, request, table) : (resume?.high ?? null);
  const low = since !== null && since.changeField === request.changeField ? since.high : null;
  const fresh = {
    cursor: resume,
    ties: resume?.ties ?? 0,
    rowSize: 0,
    batch: null,
    ready: [],
    readySize: 0,
    done: false,
  };
  return { client, settings, request, what, table, high, low, ...fresh };
};

const highestChange = (
  client: Client,
  settings: Settings,
  request: ReadRequest,
  table: string,
): Promise<string | null> =>
  inTransaction(client, settings.config, 'reading', async () => {
    const column = changeColumn(await currentColumns(client, settings, request.object), request);
    if (column === null) return null;
    const { rows } = await query(client, settings.config, highSql(table, column));
    return rows[0]?.[0] ?? null;
  });

const pageLimit = ({ request, batch, rowSize }: Reading, scan: Scan): number => {
  if (rowSize === 0) return Math.min(request.batchRows, firstPage);
  const fitting = Math.ceil((request.batchBytes - (batch?.bytes ?? 0)) / rowSize);
  const missing = Math.min(request.batchRows - (batch?.count ?? 0), Math.max(1, fitting));
  return scan.key.length > 0 ? missing : missing + hashedPages * request.batchRows;
};

/** Where the cells stand that make a row's place; a hash is appended after the columns. */
const placesOf = (scan: Scan): number[] =>
  scan.key.length > 0 ? scan.key.map((column) => scan.columns.indexOf(column)) : [scan.columns.length];

const cursorAt = (reading: Reading, scan: Scan): Cursor => ({
  order: [...scan.order],
  after: reading.batch?.lastPlace() ?? [],
  ties: scan.key.length > 0 ? 0 : reading.ties,
  high: reading.high,
  changeField: reading.request.changeField,
});

const isFull = ({ batch, request }: Reading): boolean =>
  batch !== null && (batch.count >= request.batchRows || batch.bytes >= request.batchBytes);

const flush = (reading: Reading): void => {
  const { batch, cursor } = reading;
  if (batch === null || batch.count === 0 || cursor === null) return;
  reading.readySize += batch.bytes;
  reading.ready.push(batch.take(sealCursor(cursor)));
};

function* handOut(reading: Reading): Generator<RowBatch, void> {
  const { ready } = reading;
  reading.ready = [];
  reading.readySize = 0;
  yield* ready;
}

const namesOf = (columns: readonly Column[]): string =>
  JSON.stringify(columns.map(({ name, nativeType }) => [name, nativeType]));

/** Plans the page on the columns of now. A batch never mixes rows of two shapes. */
const adopt = (reading: Reading, scan: Scan): void => {
  const { batch, cursor, request } = reading;
  if (batch !== null && namesOf(batch.columns) !== namesOf(scan.columns)) {
    flush(reading);
    reading.batch = null;
  }
  if (cursor !== null && !sameOrder(cursor, scan.order)) {
    if (reading.rowSize > 0)
      throw new Fault('source_protocol', `${request.object.name} changed while it was read. It begins anew.`);
    reading.cursor = null;
  }
  reading.batch ??= new BatchBuilder(scan.columns, placesOf(scan));
};

async function* readPage(reading: Reading): AsyncGenerator<RowBatch, void> {
  const { client, settings, request } = reading;
  const scan = planScan(await lockFor(reading), request, reading.what, reading.low);
  adopt(reading, scan);
  const limit = pageLimit(reading, scan);
  const page = pageSql(reading.table, scan, reading.cursor, limit);
  if (page.settings.length > 0) {
    const calls = page.settings.map((_pair, at) => `set_config($${2 * at + 1}, $${2 * at + 2}, true)`);
    await query(client, settings.config, `select ${calls.join(', ')}`, page.settings.flat());
  }
  yield* drain(reading, scan, page.text, limit);
}

/** The hash that `pageSql` appends: digits alone, so that nothing is escaped. */
const lastCell = (line: Line): string => {
  const text = typeof line === 'string' ? line : line.toString('latin1');
  return text.slice(text.lastIndexOf('\t') + 1);
};

async function* drain(
  reading: Reading,
  scan: Scan,
  statement: string,
  limit: number,
): AsyncGenerator<RowBatch, void> {
  const { client, settings, batch } = reading;
  if (batch === null) return;
  const silence = settings.config.statementTimeoutSeconds * 1000 + 5000;
  let rows = 0;
  let size = 0;
  const hashed = scan.key.length === 0;
  let hash = reading.cursor?.after[0] ?? '';
  for await (const lines of copyOut(client, statement, silence))
    for (const line of lines) {
      batch.add(line);
      rows += 1;
      size += line.length + 1;
      if (hashed) {
        const place = lastCell(line);
        reading.ties = place === hash ? reading.ties + 1 : 1;
        hash = place;
      }
      if (isFull(reading)) {
        reading.cursor = cursorAt(reading, scan);
        flush(reading);
        if (reading.readySize >= mostReady * reading.request.batchBytes) yield* handOut(reading);
      }
    }
  if (rows > 0) {
    reading.cursor = cursorAt(reading, scan);
    reading.rowSize = size / rows;
  }
  reading.done = rows < limit;
}

async function* readPages(reading: Reading): AsyncGenerator<RowBatch, void> {
  const { client, settings } = reading;
  while (!reading.done) {
    await begin(client, settings.config, 'reading');
    yield* readPage(reading);
    await client.query('commit');
    yield* handOut(reading);
  }
  flush(reading);
  yield* handOut(reading);
}

/**
 * Reads on a connection of its own, which ends with the read, however it ends. Full reads come in key order; incremental
 * ones too, limited to rows changed since the last read's high mark less the overlap, and rows without a change value.
 * The overlap is ten minutes (1000 for numbers).
 * @throws Fault of the catalogue; the signal's reason when aborted
 */
export async function* readRows(
  settings: Settings,
  request: ReadRequest,
  what: 'rows' | 'keys',
): AsyncGenerator<RowBatch, void> {
  request.signal.throwIfAborted();
  const client = await connect(settings);
  const stop = (): void => {
    destroy(client);
  };
  request.signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const batch of readPages(await prepare(client, settings, request, what))) {
      yield batch;
      request.signal.throwIfAborted();
    }
  } catch (error) {
    request.signal.throwIfAborted();
    throw toFault(error, `${placeOf(settings)} ${request.object.name}`);
  } finally {
    request.signal.removeEventListener('abort', stop);
    destroy(client);
  }
}
