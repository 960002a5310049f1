/**
 * `_id` as JSON that maps back to exactly the value that it came from. The usual kinds are plain: an ObjectId is its 24 hex
 * digits, a text, number or boolean itself. What could be taken for one of these is tagged as in MongoDB's extended JSON:
 * a text of 24 hex digits `{ "$string": … }`, dates `$date`, UUIDs `$uuid`, binary `$binary`, decimals `$numberDecimal`,
 * integers beyond 2^53 `$numberLong`, NaN and infinities `$numberDouble`.
 */
import { Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp, UUID } from 'mongodb';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import {
  binaryAt,
  bsonTypes,
  dateAt,
  decimalAt,
  doubleAt,
  isUuid,
  longAt,
  textAt,
  uuidText,
} from './bson-scalars.ts';

const looksLikeObjectId = /^[0-9a-f]{24}$/;

const tagOf = (bytes: Buffer, type: number, start: number): Json | undefined => {
  switch (type) {
    case bsonTypes.date: {
      const date = dateAt(bytes, start);
      return typeof date === 'string' ? { $date: date } : date;
    }
    case bsonTypes.decimal:
      return { $numberDecimal: decimalAt(bytes, start) };
    case bsonTypes.long: {
      const value = longAt(bytes, start);
      return typeof value === 'string' ? { $numberLong: value } : value;
    }
    case bsonTypes.double: {
      const value = doubleAt(bytes, start);
      return typeof value === 'string' ? { $numberDouble: value } : value;
    }
    default:
      return undefined;
  }
};

/** The tagged form of a value where its plain one would be ambiguous. */
export const taggedAt = (
  bytes: Buffer,
  { type, start, end }: { type: number; start: number; end: number },
): Json | undefined => {
  if (type === bsonTypes.string || type === bsonTypes.symbol) {
    const text = end < start + 5 ? '' : textAt(bytes, start + 4, end - 1);
    return looksLikeObjectId.test(text) ? { $string: text } : undefined;
  }
  if (type === bsonTypes.binData) {
    const binary = binaryAt(bytes, start, end - start - 5);
    if (isUuid(binary)) return { $uuid: uuidText(binary.content) };
    const subType = binary.subtype.toString(16).padStart(2, '0');
    return { $binary: { base64: binary.content.toString('base64'), subType } };
  }
  return tagOf(bytes, type, start);
};

type Tags = Readonly<Record<string, (value: Json) => unknown>>;

const text = (value: Json): string => {
  if (typeof value !== 'string') throw new TypeError('a text');
  return value;
};

const part = (value: Json, name: string): Json => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('an object');
  return (value as Readonly<Record<string, Json>>)[name] ?? null;
};

const dateOf = (value: Json): Date => {
  const time = typeof value === 'string' ? Date.parse(value) : Number(text(part(value, '$numberLong')));
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new TypeError('a date');
  return date;
};

const tags: Tags = {
  $string: text,
  $oid: (value) => ObjectId.createFromHexString(text(value)),
  $date: dateOf,
  $uuid: (value) => new UUID(text(value)),
  $binary: (value) =>
    new Binary(
      Buffer.from(text(part(value, 'base64')), 'base64'),
      parseInt(text(part(value, 'subType')), 16),
    ),
  $numberDecimal: (value) => Decimal128.fromString(text(value)),
  $numberLong: (value) => Long.fromString(text(value)),
  $numberDouble: (value) => new Double(Number(text(value))),
  $timestamp: (value) => new Timestamp({ t: Number(part(value, 't')), i: Number(part(value, 'i')) }),
  $minKey: () => new MinKey(),
  $maxKey: () => new MaxKey(),
};

const fromObject = (value: Readonly<Record<string, Json>>): unknown => {
  const names = Object.keys(value);
  const [only = ''] = names;
  if (names.length === 1 && Object.hasOwn(tags, only)) return tags[only]?.(value[only] ?? null);
  const object = Object.create(null) as Record<string, unknown>;
  for (const name of names) object[name] = fromJson(value[name] ?? null);
  return object;
};

const fromJson = (value: Json): unknown => {
  if (typeof value === 'string')
    return looksLikeObjectId.test(value) ? ObjectId.createFromHexString(value) : value;
  if (Array.isArray(value)) return value.map((item: Json) => fromJson(item));
  if (typeof value === 'object' && value !== null) return fromObject(value as Readonly<Record<string, Json>>);
  return value;
};

/**
 * The `_id` of a key's JSON form. `{ "$oid": … }` is understood too.
 * @throws Fault `validation_failed`
 */
export const fromKeyJson = (value: Json): unknown => {
  try {
    return fromJson(value);
  } catch (cause) {
    throw new Fault('validation_failed', 'The key is not the JSON form of an _id', { cause });
  }
};
