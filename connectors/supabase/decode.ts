/**
 * PostgreSQL's text forms to plain JSON, without loss: what a double cannot hold stays text.
 * Relies on the session settings of `client.ts` (ISO dates, UTC, hex bytea, shortest exact floats).
 */
import type { Json } from '../../domain/json.ts';
import type { Column } from './columns.ts';
import { parseArray } from './parse-array.ts';
import { parseJson } from './parse-json.ts';

export type Decode = (text: string) => Json;

const finiteNumber: Decode = (text) => {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
};

const anyDate = /^(\d{4,7})(-\d\d-\d\d)(.*?)( BC)?$/;

/** Years before 1 and after 9999 in the expanded form of ISO 8601 (six digits with a sign; 1 BC is year 0). */
const expandedYear: (text: string) => string = (text) => {
  const parts = anyDate.exec(text);
  if (parts === null) return text;
  const [, year = '', day = '', rest = '', era] = parts;
  const number = era === undefined ? Number(year) : 1 - Number(year);
  if (number >= 0 && number <= 9999) return `${String(number).padStart(4, '0')}${day}${rest}`;
  return `${number < 0 ? '-' : '+'}${String(Math.abs(number)).padStart(6, '0')}${day}${rest}`;
};

const dash = 0x2d;
const isOrdinary = (text: string): boolean => text.charCodeAt(4) === dash && !text.endsWith('BC');

const date: Decode = (text) => (isOrdinary(text) ? text : expandedYear(text));

/** `2024-05-01T12:00:00.123456`: wall-clock time as stored, without a zone; `infinity` stays a word. */
const timestamp = (text: string): string =>
  isOrdinary(text) ? `${text.slice(0, 10)}T${text.slice(11)}` : expandedYear(text).replace(' ', 'T');

/** `2024-05-01T12:00:00.123456Z`: the session runs in UTC, so that the offset is always +00. */
const timestamptz: Decode = (text) => {
  if (text.endsWith('+00') && text.charCodeAt(4) === dash)
    return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
  const iso = timestamp(text.replace('+00', ''));
  return iso === text ? iso : `${iso}Z`;
};

const bytea: Decode = (text) => Buffer.from(text.slice(2), 'hex').toString('base64');

const decoders: Readonly<Record<string, Decode>> = {
  bool: (text) => text === 't',
  int2: Number,
  int4: Number,
  oid: Number,
  float4: finiteNumber,
  float8: finiteNumber,
  date,
  timestamp,
  timestamptz,
  json: parseJson,
  jsonb: parseJson,
  bytea,
};

const named = (type: string): Decode | null =>
  Object.hasOwn(decoders, type) ? (decoders[type] as Decode) : null;

/**
 * The decoder of a column's text, or null where the text is the value (text, numeric, int8, uuid, enum, all others).
 * A decoder throws `UnreadableValue` for a JSON document that is nested too deep.
 */
export const decoderOf = (column: Pick<Column, 'type' | 'element'>): Decode | null => {
  if (column.type !== 'array') return named(column.type);
  const element = named(column.element);
  return (text) => parseArray(text, element ?? ((item) => item));
};
