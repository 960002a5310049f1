/** Filters of a read. Documents come in the order of `_id`, whatever its types; values are never operators. */
import { z } from 'zod';
import type { Filter, Document } from 'mongodb';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { ReadRequest } from '../contract.ts';
import { parseResumePoint, sealResumePoint } from '../resume-point.ts';
import { fromKeyJson } from './key-json.ts';

const cursorSchema = z.object({
  /** The last document's `_id` in its key form (key-json.ts), as a list of one. */
  after: z.array(z.json()).max(1),
  /** Documents handed out, for views without `_id`, which have no order to resume in. */
  count: z.int().min(0),
  /** Highest change value when the read began, never after the server's clock then. */
  high: z.union([z.object({ date: z.string() }), z.object({ number: z.number() }), z.null()]),
  changeField: z.string().nullable(),
});

export type Cursor = z.infer<typeof cursorSchema>;
export type High = Cursor['high'];

export const parseCursor = (json: Json): Cursor | null => parseResumePoint(cursorSchema, json);

/** @throws Fault `source_data_unreadable` for an `_id` too long to be kept as a resume point */
export const sealCursor = (cursor: Cursor): Json =>
  sealResumePoint(cursor, 'An _id longer than 3 kB cannot be a resume point');

/** The order in which MongoDB sorts values of different types; comparisons match within one line only. */
const brackets: readonly (readonly string[])[] = [
  ['minKey'],
  ['null'],
  ['number'],
  ['string', 'symbol'],
  ['object'],
  ['array'],
  ['binData'],
  ['objectId'],
  ['bool'],
  ['date'],
  ['timestamp'],
  ['regex'],
  ['dbPointer', 'javascript', 'javascriptWithScope'],
  ['maxKey'],
];

/** Names that every server of the protocol takes in `$type`. */
const commonNames: ReadonlySet<string> = new Set([
  ...[
    'null',
    'number',
    'string',
    'object',
    'array',
    'binData',
    'objectId',
    'bool',
    'date',
    'timestamp',
    'regex',
  ],
]);

const tagBrackets: Readonly<Record<string, string>> = {
  $string: 'string',
  $date: 'date',
  $uuid: 'binData',
  $binary: 'binData',
  $numberDecimal: 'number',
  $numberLong: 'number',
  $numberDouble: 'number',
  $oid: 'objectId',
  $timestamp: 'timestamp',
  $regularExpression: 'regex',
  $code: 'javascript',
  $dbPointer: 'dbPointer',
  $minKey: 'minKey',
  $maxKey: 'maxKey',
};

const bracketOf = (key: Json): string => {
  if (key === null) return 'null';
  if (typeof key === 'string') return /^[0-9a-f]{24}$/.test(key) ? 'objectId' : 'string';
  if (typeof key === 'number') return 'number';
  if (typeof key === 'boolean') return 'bool';
  const [tag = ''] = Object.keys(key);
  return Object.hasOwn(tagBrackets, tag) ? (tagBrackets[tag] ?? 'object') : 'object';
};

/** Documents after `key` in the order of `_id`: the greater ones of its own bracket, and all of the later brackets. */
export const afterFilter = (key: Json, knowsAllTypes: boolean): Filter<Document> => {
  const at = brackets.findIndex((names) => names.includes(bracketOf(key)));
  const later = brackets
    .slice(at + 1)
    .flat()
    .filter((name) => knowsAllTypes || commonNames.has(name));
  const greater = { _id: { $gt: fromKeyJson(key) } };
  return (later.length === 0 ? greater : { $or: [greater, { _id: { $type: later } }] }) as Filter<Document>;
};

const overlapMs = 10 * 60 * 1000;
const overlapNumber = 1000;

/**
 * Documents changed since the mark less the overlap (ten minutes; 1000 for numbers), and those whose change field is absent
 * or of another type, which no mark tells anything about.
 */
export const changedFilter = (field: string, high: NonNullable<High>): Filter<Document> => {
  const low = 'date' in high ? new Date(Date.parse(high.date) - overlapMs) : high.number - overlapNumber;
  const type = 'date' in high ? 'date' : 'number';
  return { $or: [{ [field]: { $gte: low } }, { [field]: { $not: { $type: type } } }] };
};

/**
 * The change field of an incremental read, which must be one of the discovered fields.
 * @throws Fault `key_lost`
 */
export const changeFieldOf = (request: ReadRequest): string | null => {
  const { changeField, mode, object } = request;
  if (mode === 'full' || changeField === null) return null;
  if (object.fields.some(({ name }) => name === changeField) && !/^\$|\[\]|\0/.test(changeField))
    return changeField;
  throw new Fault(
    'key_lost',
    `${object.name} has no field ${JSON.stringify(changeField.slice(0, 80))} to read by`,
  );
};

export const bothFilters = (filters: readonly Filter<Document>[]): Filter<Document> =>
  filters.length > 1 ? { $and: [...filters] } : (filters[0] ?? {});
