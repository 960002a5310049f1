/** The leaves of BSON as JSON. Specification of the bytes: https://bsonspec.org/spec.html */
import { isUtf8 } from 'node:buffer';
import { Decimal128 } from 'mongodb';
import type { Json } from '../../domain/json.ts';

/** A document whose bytes or shape cannot be read; it is set apart with its code. */
export class UnreadableDocument extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'UnreadableDocument';
    this.code = code;
  }
}

export const bsonTypes = {
  double: 0x01,
  string: 0x02,
  object: 0x03,
  array: 0x04,
  binData: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  javascript: 0x0d,
  symbol: 0x0e,
  javascriptWithScope: 0x0f,
  int: 0x10,
  timestamp: 0x11,
  long: 0x12,
  decimal: 0x13,
  maxKey: 0x7f,
  minKey: 0xff,
} as const;

/** MongoDB's own names of its types (`$type`), and `uuid` for binary of subtype 4. */
export type BsonType = keyof typeof bsonTypes | 'uuid';

/** UTF-8 text; the replacement character tells of broken bytes unless it was stored as such. */
export const textAt = (bytes: Buffer, start: number, end: number): string => {
  const text = bytes.toString('utf8', start, end);
  if (text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end)))
    throw new UnreadableDocument('invalid_utf8', 'A text or a field name is not UTF-8');
  return text;
};

/** NaN and the infinities have no JSON form: they travel as their names. */
export const doubleAt = (bytes: Buffer, at: number): Json => {
  const value = bytes.readDoubleLE(at);
  return Number.isFinite(value) ? value : String(value);
};

/** A 64-bit integer: a number while a double holds it exactly, else its digits. */
export const longAt = (bytes: Buffer, at: number): Json => {
  const value = bytes.readBigInt64LE(at);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
};

/** The range of a JavaScript date, in milliseconds. */
const farthestDate = 8_640_000_000_000_000n;

/** ISO 8601 in UTC (years beyond 9999 in its expanded form); dates that no calendar holds as `$date`/`$numberLong`. */
export const dateAt = (bytes: Buffer, at: number): Json => {
  const milliseconds = bytes.readBigInt64LE(at);
  if (milliseconds > farthestDate || milliseconds < -farthestDate)
    return { $date: { $numberLong: String(milliseconds) } };
  return new Date(Number(milliseconds)).toISOString();
};

export const decimalAt = (bytes: Buffer, at: number): string =>
  new Decimal128(bytes.subarray(at, at + 16)).toString();

export interface Binary {
  readonly subtype: number;
  readonly content: Buffer;
}

/** `start` is at the length. Subtype 2 repeats its length inside. */
export const binaryAt = (bytes: Buffer, start: number, length: number): Binary => {
  const subtype = bytes.readUInt8(start + 4);
  const skipped = subtype === 2 ? 4 : 0;
  return { subtype, content: bytes.subarray(start + 5 + skipped, start + 5 + length) };
};

export const isUuid = ({ subtype, content }: Binary): boolean => subtype === 4 && content.length === 16;

export const uuidText = (content: Buffer): string =>
  content.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
