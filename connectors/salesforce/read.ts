/** Reading rows: full in id order, incremental in change order with deletions; both resumable after each batch. */
import type { Record as SalesforceRecord } from 'jsforce';
import { Fault } from '../../domain/faults.ts';
import type { Cell, Json } from '../../domain/json.ts';
import type { SourceField, SourceObject } from '../../domain/schema/types.ts';
import type { ReadRequest, RowBatch } from '../contract.ts';
import { cellOf, isoTime } from './cell.ts';
import { parseFullCursor, parseIncrementalCursor } from './cursor.ts';
import type { FullCursor, IncrementalCursor, Position } from './cursor.ts';
import type { Objects } from './objects.ts';
import { queryPages } from './pages.ts';
import type { Session } from './session.ts';
import { soqlId, soqlName, soqlTime } from './soql.ts';

const overlapMs = 10 * 60 * 1000;

const textOf = (record: SalesforceRecord, field: string): string => {
  const value: unknown = record[field];
  if (typeof value === 'string') return value;
  throw new Fault('source_protocol', `A record came without ${field}.`);
};

const sizeOf = (cells: readonly Cell[]): number =>
  cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length + 3 : 8), 0);

interface Slice {
  readonly rows: readonly (readonly Cell[])[];
  readonly last: SalesforceRecord;
}

/** Cuts a page into batches within the limits; a single row may exceed the bytes. */
function* slices(
  records: readonly SalesforceRecord[],
  fields: readonly SourceField[],
  limits: Pick<ReadRequest, 'batchRows' | 'batchBytes'>,
): Generator<Slice, void, undefined> {
  let rows: Cell[][] = [];
  let bytes = 0;
  let last: SalesforceRecord | undefined;
  for (const record of records) {
    const cells = fields.map((field) => cellOf(field, record[field.name]));
    const size = sizeOf(cells);
    if (last !== undefined && (rows.length >= limits.batchRows || bytes + size > limits.batchBytes)) {
      yield { rows, last };
      rows = [];
      bytes = 0;
    }
    rows.push(cells);
    bytes += size;
    last = record;
  }
  if (last !== undefined) yield { rows, last };
}

/** A read of one object: what is selected, how batches look. */
interface Reading {
  readonly session: Session;
  readonly request: ReadRequest;
  readonly fields: readonly SourceField[];
  readonly select: string;
  readonly object: string;
}

const reading = async (
  session: Session,
  objects: Objects,
  request: ReadRequest,
  only?: readonly string[],
): Promise<{ readonly described: SourceObject; readonly plan: Reading }> => {
  request.signal.throwIfAborted();
  const described = await objects.get(request.object.name);
  const names = new Set(described.fields.map(({ name }) => name));
  const wanted = only === undefined ? null : new Set(['Id', ...only]);
  for (const name of wanted ?? []) soqlName(name, names);
  const fields = described.fields.filter(({ name }) => wanted?.has(name) ?? true);
  const object = soqlName(described.name, new Set([request.object.name]));
  const select = `SELECT ${fields.map(({ name }) => soqlName(name, names)).join(', ')} FROM ${object}`;
  return { described, plan: { session, request, fields, select, object } };
};

const pagesOf = (
  { session, request, object }: Reading,
  soqlAfter: (last: SalesforceRecord | null) => string,
  all = false,
): AsyncGenerator<readonly SalesforceRecord[], void, undefined> =>
  queryPages(session, { place: object, soqlAfter, all, pageRows: request.batchRows, signal: request.signal });

async function* readInIdOrder(plan: Reading): AsyncGenerator<RowBatch, void, undefined> {
  const { request, fields, select } = plan;
  const from = parseFullCursor(request.resume)?.after ?? null;
  const columns = fields.map(({ name }) => name);
  const soqlAfter = (last: SalesforceRecord | null): string => {
    const after = last === null ? from : textOf(last, 'Id');
    return `${select}${after === null ? '' : ` WHERE Id > ${soqlId(after)}`} ORDER BY Id`;
  };
  for await (const records of pagesOf(plan, soqlAfter)) {
    for (const { rows, last } of slices(records, fields, request)) {
      request.signal.throwIfAborted();
      const cursor: FullCursor = { version: 1, mode: 'full', after: textOf(last, 'Id') };
      yield { columns, rows, cursor };
    }
  }
}

const positionOf = (record: SalesforceRecord, changeField: string): Position => ({
  at: isoTime(textOf(record, changeField)),
  id: textOf(record, 'Id'),
});

const afterPosition = (field: string, { at, id }: Position): string =>
  `(${field} > ${soqlTime(at)} OR (${field} = ${soqlTime(at)} AND Id > ${soqlId(id)}))`;

const stepBack = (at: string): string => new Date(Date.parse(at) - overlapMs).toISOString();

async function* readInChangeOrder(
  plan: Reading,
  changeField: string,
  start: IncrementalCursor,
  since: string | null,
): AsyncGenerator<RowBatch, Position | null, undefined> {
  const { request, fields, select } = plan;
  const columns = fields.map(({ name }) => name);
  const resumed = request.resume === null ? null : start.changed;
  let changed = start.changed;
  const soqlAfter = (last: SalesforceRecord | null): string => {
    const after = last === null ? resumed : positionOf(last, changeField);
    const lower = since === null ? null : `${changeField} >= ${soqlTime(since)}`;
    const where = after === null ? lower : afterPosition(changeField, after);
    return `${select}${where === null ? '' : ` WHERE ${where}`} ORDER BY ${changeField}, Id`;
  };
  for await (const records of pagesOf(plan, soqlAfter)) {
    for (const { rows, last } of slices(records, fields, request)) {
      request.signal.throwIfAborted();
      changed = positionOf(last, changeField);
      const cursor: IncrementalCursor = { ...start, changed };
      yield { columns, rows, cursor };
    }
  }
  return changed;
}

/** The recycle bin as a feed of deletions; it keeps records for 15 days, after that the key sweep finds them. */
async function* readDeletions(
  plan: Reading,
  start: IncrementalCursor,
  since: string,
): AsyncGenerator<RowBatch, void, undefined> {
  const { request, object, fields } = plan;
  const columns = fields.map(({ name }) => name);
  const marker = 'SystemModstamp';
  const soqlAfter = (last: SalesforceRecord | null): string => {
    const after = last === null ? start.deleted : positionOf(last, marker);
    const where = after === null ? `${marker} >= ${soqlTime(since)}` : afterPosition(marker, after);
    return `SELECT Id, ${marker} FROM ${object} WHERE IsDeleted = true AND ${where} ORDER BY ${marker}, Id`;
  };
  for await (const records of pagesOf(plan, soqlAfter, true)) {
    for (let at = 0; at < records.length; at += request.batchRows) {
      request.signal.throwIfAborted();
      const some = records.slice(at, at + request.batchRows);
      const last = some.at(-1);
      if (last === undefined) return;
      const cursor: IncrementalCursor = { ...start, deleted: positionOf(last, marker) };
      yield { columns, rows: [], deleted: some.map((record): Json[] => [textOf(record, 'Id')]), cursor };
    }
  }
}

const startOf = (request: ReadRequest, described: SourceObject) => {
  const { changeField } = request;
  if (changeField === null || !described.changeFields.includes(changeField)) {
    const name = JSON.stringify((changeField ?? '').slice(0, 80));
    throw new Fault(
      'key_lost',
      `${described.name} has no change field ${name}. Choose ${described.changeFields.join(', ')}.`,
    );
  }
  const former = parseIncrementalCursor(request.since, changeField);
  const resumed = parseIncrementalCursor(request.resume, changeField);
  const start: IncrementalCursor = resumed ?? {
    version: 1,
    mode: 'incremental',
    field: changeField,
    changed: former?.changed ?? null,
    began: new Date().toISOString(),
    deletedSince: former?.began ?? null,
    deleted: null,
  };
  return { changeField, former, start };
};

async function* readIncrementally(
  plan: Reading,
  described: SourceObject,
): AsyncGenerator<RowBatch, void, undefined> {
  const { request } = plan;
  const { changeField, former, start } = startOf(request, described);
  const since =
    former?.changed === null || former?.changed === undefined ? null : stepBack(former.changed.at);
  let changed = start.changed;
  if (start.deleted === null) changed = yield* readInChangeOrder(plan, changeField, start, since);
  const names = new Set(described.fields.map(({ name }) => name));
  const hasFeed = names.has('IsDeleted') && names.has('SystemModstamp');
  if (hasFeed && start.deletedSince !== null) {
    yield* readDeletions(plan, { ...start, changed }, stepBack(start.deletedSince));
  }
}

/** Rows of an object as the contract asks for them. Fields are those of the current describe. */
export async function* readRows(
  session: Session,
  objects: Objects,
  request: ReadRequest,
): AsyncGenerator<RowBatch, void, undefined> {
  const { described, plan } = await reading(session, objects, request);
  if (request.mode === 'full') yield* readInIdOrder(plan);
  else yield* readIncrementally(plan, described);
}

/** Ids and key fields of all rows. */
export async function* readKeyRows(
  session: Session,
  objects: Objects,
  request: ReadRequest,
): AsyncGenerator<RowBatch, void, undefined> {
  const { plan } = await reading(session, objects, request, request.key);
  yield* readInIdOrder(plan);
}
