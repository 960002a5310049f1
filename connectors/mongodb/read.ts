/** Streams a collection in the order of `_id`; a broken or expired cursor is opened again after the last document. */
import type { Collection, Document, Filter, FindCursor, FindOptions } from 'mongodb';
import type { Json } from '../../domain/json.ts';
import type { ReadRequest, RowBatch } from '../contract.ts';
import { BatchBuilder } from './batch.ts';
import type { Connection } from './client.ts';
import { decodeDocument } from './decode-bson.ts';
import { afterFilter, bothFilters, changedFilter, changeFieldOf, parseCursor, sealCursor } from './scan.ts';
import type { Cursor, High } from './scan.ts';
import { existingCollection } from './session.ts';
import type { Session } from './session.ts';

type Raw = FindCursor<unknown>;

interface Reading {
  readonly connection: Connection;
  readonly collection: Collection;
  readonly request: ReadRequest;
  readonly timeoutMs: number;
  readonly projection: Document | null;
  /** Without `_id` (some views) there is no order; a resumed read skips what was handed out. */
  readonly ordered: boolean;
  readonly changed: Filter<Document> | null;
  readonly batch: BatchBuilder;
  cursor: Cursor;
}

/** Documents of one answer of the server, which itself stops at 16 MB. */
const answerSize = 5000;
const cursorNotFound = 43;

const valueAt = (document: Readonly<Record<string, Json>>, path: string): Json => {
  let at: Json = document;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return null;
    at = (at as Readonly<Record<string, Json>>)[name] ?? null;
  }
  return at;
};

const highestOf = async (
  collection: Collection,
  field: string,
  type: 'date' | 'number',
  timeoutMs: number,
): Promise<Json> => {
  const options: FindOptions = { raw: true, projection: { [field]: 1 }, sort: { [field]: -1 }, limit: 1 };
  const cursor = collection.find({ [field]: { $type: type } }, { ...options, maxTimeMS: timeoutMs });
  const [document] = (await cursor.toArray()) as unknown as Uint8Array[];
  return document === undefined ? null : valueAt(decodeDocument(document), field);
};

/** The highest change value of now, capped by the server's clock: one of the future must not hide later changes. */
const highMark = async (
  { client }: Connection,
  collection: Collection,
  field: string,
  timeoutMs: number,
): Promise<High> => {
  const date = await highestOf(collection, field, 'date', timeoutMs);
  if (typeof date === 'string') {
    const { localTime } = await client.db(collection.dbName).command({ hello: 1 });
    const now = localTime instanceof Date ? localTime : new Date();
    return { date: Date.parse(date) > now.getTime() ? now.toISOString() : date };
  }
  const number = await highestOf(collection, field, 'number', timeoutMs);
  return typeof number === 'number' ? { number } : null;
};

/** The mark of this read, and the mark of the last one to read from. */
const marks = async (
  connection: Connection,
  collection: Collection,
  request: ReadRequest,
  timeoutMs: number,
): Promise<{ high: High; changed: Filter<Document> | null }> => {
  const resume = parseCursor(request.resume);
  const field = changeFieldOf(request);
  if (field === null) return { high: null, changed: null };
  const since = parseCursor(request.since);
  const low = since !== null && since.changeField === field ? since.high : null;
  const high = resume === null ? await highMark(connection, collection, field, timeoutMs) : resume.high;
  return { high, changed: low === null ? null : changedFilter(field, low) };
};

const prepare = async (session: Session, asked: ReadRequest, what: 'rows' | 'keys'): Promise<Reading> => {
  const request: ReadRequest = what === 'keys' ? { ...asked, mode: 'full' } : asked;
  const connection = await session.connection();
  const timeoutMs = session.settings.config.timeoutSeconds * 1000;
  const collection = await existingCollection(connection, session.settings, request.object.name);
  const { high, changed } = await marks(connection, collection, request, timeoutMs);
  const { after, count } = parseCursor(request.resume) ?? { after: [], count: 0 };
  return {
    connection,
    collection,
    request,
    timeoutMs,
    projection: what === 'keys' && request.key.includes('_id') ? { _id: 1 } : null,
    ordered: request.object.key.includes('_id'),
    changed,
    batch: new BatchBuilder(),
    cursor: { after, count, high, changeField: request.changeField },
  };
};

const openCursor = (reading: Reading): Raw => {
  const { collection, connection, request, ordered, cursor, changed, projection } = reading;
  const [after] = cursor.after;
  const filters = [
    ...(changed === null ? [] : [changed]),
    ...(!ordered || after === undefined ? [] : [afterFilter(after, connection.knowsAllTypes)]),
  ];
  const found = collection.find(bothFilters(filters), {
    raw: true,
    batchSize: Math.min(request.batchRows, answerSize),
    maxTimeMS: reading.timeoutMs,
    ...(projection === null ? {} : { projection }),
  });
  return ordered ? found.sort({ _id: 1 }) : found.skip(cursor.count);
};

const isFull = ({ batch, request }: Reading): boolean =>
  batch.count >= request.batchRows || batch.bytes >= request.batchBytes;

const flushed = (reading: Reading): RowBatch => {
  reading.cursor = {
    ...reading.cursor,
    after: (reading.ordered && reading.batch.lastId !== undefined
      ? [reading.batch.lastId]
      : []) as Cursor['after'],
    count: reading.ordered ? 0 : reading.cursor.count + reading.batch.count,
  };
  return reading.batch.take(sealCursor(reading.cursor));
};

async function* drain(reading: Reading, cursor: Raw): AsyncGenerator<RowBatch, void> {
  while (await cursor.hasNext()) {
    reading.request.signal.throwIfAborted();
    for (const document of cursor.readBufferedDocuments() as Uint8Array[]) {
      reading.batch.add(document);
      if (isFull(reading)) {
        yield flushed(reading);
        reading.request.signal.throwIfAborted();
      }
    }
  }
}

const isExpired = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === cursorNotFound;

/** What was gathered since the last batch is read again after an expired cursor. */
async function* readCollection(reading: Reading): AsyncGenerator<RowBatch, void> {
  for (let expired = true; expired;) {
    expired = false;
    const cursor = openCursor(reading);
    const stop = (): void => {
      cursor.close().catch(() => undefined);
    };
    reading.request.signal.addEventListener('abort', stop, { once: true });
    try {
      yield* drain(reading, cursor);
    } catch (error) {
      if (!isExpired(error)) throw error;
      expired = true;
      if (reading.batch.count > 0) yield flushed(reading);
    } finally {
      reading.request.signal.removeEventListener('abort', stop);
      await cursor.close();
    }
  }
  if (reading.batch.count > 0) yield flushed(reading);
}

/**
 * Full reads bring all documents in the order of `_id`; incremental ones those changed since the last read's high mark less
 * the overlap.
 * @throws Fault of the catalogue; the signal's reason when aborted
 */
export async function* readDocuments(
  session: Session,
  request: ReadRequest,
  what: 'rows' | 'keys',
): AsyncGenerator<RowBatch, void> {
  request.signal.throwIfAborted();
  try {
    const reading = await prepare(session, request, what);
    yield* readCollection(reading);
    request.signal.throwIfAborted();
    // A collection that was dropped meanwhile must not pass for one that has shrunk.
    await existingCollection(reading.connection, session.settings, request.object.name);
  } catch (error) {
    request.signal.throwIfAborted();
    throw await session.failed(error, request.object.name);
  }
}
