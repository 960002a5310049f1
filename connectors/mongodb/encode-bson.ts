/** JSON to BSON values by the field types that discovery found; the inverse of `decode-bson.ts`. */
import { Binary, Decimal128, Double, Long, ObjectId, UUID } from 'mongodb';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceField } from '../../domain/schema/types.ts';
import { fromKeyJson } from './key-json.ts';

export type Encode = (path: string, value: Json) => unknown;

type Scalar = string | number | boolean;

const dateOf = (value: Scalar): Date => {
  const date = new Date(typeof value === 'number' ? value : String(value));
  if (typeof value === 'boolean' || Number.isNaN(date.getTime())) throw new TypeError('a date');
  return date;
};

const doubleOf = (value: Scalar): Double => {
  const number = Number(value);
  if (Number.isNaN(number) && value !== 'NaN') throw new TypeError('a number');
  return new Double(number);
};

const wholeOf = (value: Scalar): number | Long => {
  const text = String(value);
  if (!/^[+-]?\d{1,19}$/.test(text)) throw new TypeError('a whole number');
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : Long.fromString(text);
};

const booleanOf = (value: Scalar): boolean => {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new TypeError('a boolean');
};

/** By MongoDB's names, and by the words of the source schema. */
const encoders: Readonly<Record<string, (value: Scalar) => unknown>> = {
  string: String,
  date: dateOf,
  timestamp: dateOf,
  objectId: (value) => ObjectId.createFromHexString(String(value)),
  decimal: (value) => Decimal128.fromString(String(value)),
  double: doubleOf,
  float: doubleOf,
  int: wholeOf,
  long: (value) => Long.fromString(String(wholeOf(value))),
  integer: wholeOf,
  bool: booleanOf,
  boolean: booleanOf,
  binData: (value) => new Binary(Buffer.from(String(value), 'base64')),
  binary: (value) => new Binary(Buffer.from(String(value), 'base64')),
  uuid: (value) => new UUID(String(value)),
};

/** True for a word that a test source may retype a field to. */
export const isKnownType = (word: string): boolean => Object.hasOwn(encoders, word);

/**
 * One value as the type named by `word` (MongoDB's name or the source schema's); unknown words leave it as it is.
 * @throws Fault `validation_failed`
 */
export const encodeAs = (word: string, value: Json, path: string): unknown => {
  if (value === null || typeof value === 'object') return value;
  try {
    return isKnownType(word) ? encoders[word]?.(value) : value;
  } catch (cause) {
    throw new Fault('validation_failed', `${JSON.stringify(path.slice(0, 80))} takes a ${word}`, { cause });
  }
};

/** MongoDB's type where there is one alone, else the field's type, else none (mixed fields take values as they are). */
const wordOf = ({ nativeType, type }: SourceField): string =>
  nativeType !== undefined && isKnownType(nativeType) ? nativeType : type;

/** An encoder for the paths of an object's fields; `_id` is taken in its key form. */
export const encoderFor = (fields: readonly SourceField[]): Encode => {
  const words = new Map(fields.map((field) => [field.name, wordOf(field)]));
  const encode: Encode = (path, value) => {
    if (path === '_id') return fromKeyJson(value);
    if (Array.isArray(value)) return value.map((item: Json) => encode(`${path}[]`, item));
    if (typeof value === 'object' && value !== null) {
      const object = Object.create(null) as Record<string, unknown>;
      for (const [name, inner] of Object.entries(value as Readonly<Record<string, Json>>))
        object[name] = encode(`${path}.${name}`, inner);
      return object;
    }
    return encodeAs(words.get(path) ?? '', value, path);
  };
  return encode;
};
