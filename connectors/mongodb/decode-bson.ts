/**
 * BSON to plain JSON straight from the bytes, without loss. Forms:
 * ObjectId → 24 hex digits; Decimal128 → text; Long → number, beyond 2^53 text; Double → number, NaN and infinities text;
 * Date → ISO UTC; Binary → base64, UUID (subtype 4) → its text; Symbol → text; Undefined → null;
 * Timestamp, Regex, Code, DBPointer, MinKey, MaxKey → extended JSON (`{ "$timestamp": { "t", "i" } }`, …); DBRef → an
 * object with `$ref` and `$id`, as stored. With `exact` the forms that could be taken for a text are tagged (key-json.ts).
 */
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
  UnreadableDocument,
  uuidText,
} from './bson-scalars.ts';
import type { BsonType } from './bson-scalars.ts';
import { taggedAt } from './key-json.ts';

/** Told of every path of a document with its type; `[]` stands for the elements of an array. */
export type Sight = (path: string, type: BsonType) => void;

export interface DecodeOptions {
  readonly see?: Sight;
  readonly exact?: boolean;
}

/** MongoDB itself stops at 100 levels. */
const deepest = 200;

interface Place {
  readonly bytes: Buffer;
  readonly options: DecodeOptions;
  readonly path: string;
  readonly depth: number;
}

interface Element {
  readonly type: number;
  readonly name: string;
  /** Where the value begins. */
  readonly start: number;
  readonly end: number;
}

const broken = (why: string): UnreadableDocument =>
  new UnreadableDocument('broken_bson', `Broken BSON: ${why}`);

const fixedSizes: ReadonlyMap<number, number> = new Map([
  [bsonTypes.double, 8],
  [bsonTypes.undefined, 0],
  [bsonTypes.objectId, 12],
  [bsonTypes.bool, 1],
  [bsonTypes.date, 8],
  [bsonTypes.null, 0],
  [bsonTypes.int, 4],
  [bsonTypes.timestamp, 8],
  [bsonTypes.long, 8],
  [bsonTypes.decimal, 16],
  [bsonTypes.maxKey, 0],
  [bsonTypes.minKey, 0],
]);

/** What a length in front of a value does not count: itself, a subtype, a trailing ObjectId. */
const lengthExtras: ReadonlyMap<number, number> = new Map([
  [bsonTypes.string, 4],
  [bsonTypes.object, 0],
  [bsonTypes.array, 0],
  [bsonTypes.binData, 5],
  [bsonTypes.dbPointer, 16],
  [bsonTypes.javascript, 4],
  [bsonTypes.symbol, 4],
  [bsonTypes.javascriptWithScope, 0],
]);

const zeroAfter = (bytes: Buffer, at: number, end: number): number => {
  const found = bytes.indexOf(0, at);
  if (found === -1 || found >= end) throw broken('a name without an end');
  return found;
};

const valueEnd = (bytes: Buffer, type: number, start: number, end: number): number => {
  const fixed = fixedSizes.get(type);
  if (fixed !== undefined) return start + fixed;
  if (type === bsonTypes.regex) return zeroAfter(bytes, zeroAfter(bytes, start, end) + 1, end) + 1;
  const extra = lengthExtras.get(type);
  if (extra === undefined) throw broken(`unknown type ${type}`);
  if (start + 4 > end) throw broken('cut short');
  const length = bytes.readInt32LE(start);
  if (length < 0) throw broken('a negative length');
  return start + length + extra;
};

/** The elements of the document that begins at `start`. */
function* elementsOf(bytes: Buffer, start: number): Generator<Element, void> {
  if (start + 5 > bytes.length) throw broken('cut short');
  const end = start + bytes.readInt32LE(start) - 1;
  if (end < start + 4 || end >= bytes.length || bytes[end] !== 0) throw broken('a wrong length');
  let at = start + 4;
  while (at < end) {
    const type = bytes[at] ?? 0;
    const nameEnd = zeroAfter(bytes, at + 1, end);
    const next = valueEnd(bytes, type, nameEnd + 1, end);
    if (next > end) throw broken('a value longer than its document');
    yield { type, name: textAt(bytes, at + 1, nameEnd), start: nameEnd + 1, end: next };
    at = next;
  }
}

const inside = (place: Place, path: string): Place => {
  if (place.depth >= deepest)
    throw new UnreadableDocument('too_deep', `Nested deeper than ${deepest} levels`);
  return { ...place, path, depth: place.depth + 1 };
};

const objectAt = (place: Place, start: number): Json => {
  const object = Object.create(null) as Record<string, Json>;
  const inner = inside(place, place.path);
  for (const element of elementsOf(place.bytes, start)) object[element.name] = childOf(inner, element);
  return object;
};

const arrayAt = (place: Place, start: number): Json => {
  const list: Json[] = [];
  const inner = inside(place, place.options.see === undefined ? '' : `${place.path}[]`);
  for (const element of elementsOf(place.bytes, start)) list.push(valueOf(inner, element));
  return list;
};

const childOf = (place: Place, element: Element): Json => {
  if (place.options.see === undefined) return valueOf(place, element);
  const path = place.path === '' ? element.name : `${place.path}.${element.name}`;
  return valueOf({ ...place, path }, element);
};

const names: ReadonlyMap<number, BsonType> = new Map(
  Object.entries(bsonTypes).map(([name, code]) => [code, name as BsonType]),
);

const nameOf = (bytes: Buffer, { type, start, end }: Element): BsonType =>
  type === bsonTypes.binData && isUuid(binaryAt(bytes, start, end - start - 5))
    ? 'uuid'
    : (names.get(type) ?? 'null');

const valueOf = (place: Place, element: Element): Json => {
  const { bytes, options } = place;
  options.see?.(place.path, nameOf(bytes, element));
  if (options.exact === true) {
    const tagged = taggedAt(bytes, element);
    if (tagged !== undefined) return tagged;
  }
  const { type, start } = element;
  if (type === bsonTypes.object) return objectAt(place, start);
  if (type === bsonTypes.array) return arrayAt(place, start);
  if (type === bsonTypes.javascriptWithScope) return codeWithScope(place, element);
  return commonAt(bytes, element);
};

const prefixedText = (bytes: Buffer, start: number, end: number): string => {
  if (end < start + 5) throw broken('a text without an end');
  return textAt(bytes, start + 4, end - 1);
};

const commonAt = (bytes: Buffer, element: Element): Json => {
  const { type, start, end } = element;
  switch (type) {
    case bsonTypes.string:
    case bsonTypes.symbol:
      return prefixedText(bytes, start, end);
    case bsonTypes.int:
      return bytes.readInt32LE(start);
    case bsonTypes.double:
      return doubleAt(bytes, start);
    case bsonTypes.long:
      return longAt(bytes, start);
    case bsonTypes.bool:
      return bytes[start] === 1;
    case bsonTypes.objectId:
      return bytes.toString('hex', start, end);
    case bsonTypes.date:
      return dateAt(bytes, start);
    case bsonTypes.decimal:
      return decimalAt(bytes, start);
    default:
      return rareAt(bytes, element);
  }
};

const rareAt = (bytes: Buffer, { type, start, end }: Element): Json => {
  switch (type) {
    case bsonTypes.binData: {
      const binary = binaryAt(bytes, start, end - start - 5);
      return isUuid(binary) ? uuidText(binary.content) : binary.content.toString('base64');
    }
    case bsonTypes.timestamp:
      return { $timestamp: { t: bytes.readUInt32LE(start + 4), i: bytes.readUInt32LE(start) } };
    case bsonTypes.regex: {
      const middle = bytes.indexOf(0, start);
      const pattern = textAt(bytes, start, middle);
      return { $regularExpression: { pattern, options: textAt(bytes, middle + 1, end - 1) } };
    }
    case bsonTypes.javascript:
      return { $code: prefixedText(bytes, start, end) };
    case bsonTypes.dbPointer:
      return {
        $dbPointer: { $ref: prefixedText(bytes, start, end - 12), $id: bytes.toString('hex', end - 12, end) },
      };
    case bsonTypes.minKey:
      return { $minKey: 1 };
    case bsonTypes.maxKey:
      return { $maxKey: 1 };
    default:
      return null;
  }
};

const codeWithScope = (place: Place, { start, end }: Element): Json => {
  const { bytes } = place;
  if (start + 9 > end) throw broken('code cut short');
  const scopeStart = start + 8 + bytes.readInt32LE(start + 4);
  if (scopeStart < start + 9 || scopeStart + 5 > end) throw broken('code with a wrong length');
  const unseen = { ...place, options: {} };
  return { $code: prefixedText(bytes, start + 4, scopeStart), $scope: objectAt(unseen, scopeStart) };
};

const rootOf = (bytes: Uint8Array, options: DecodeOptions): Place => ({
  bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  options,
  path: '',
  depth: 0,
});

/**
 * One document as an object without prototype; of a name that comes twice the last value wins.
 * @throws UnreadableDocument `broken_bson`, `invalid_utf8`, `too_deep`
 */
export const decodeDocument = (
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Readonly<Record<string, Json>> => objectAt(rootOf(bytes, options), 0) as Readonly<Record<string, Json>>;

/** Hands each top-level field to `take`, without building an object; `_id` comes in its key form. */
export const decodeFields = (bytes: Uint8Array, take: (name: string, value: Json) => void): void => {
  const plain = rootOf(bytes, {});
  const exact = rootOf(bytes, { exact: true });
  for (const element of elementsOf(plain.bytes, 0))
    take(element.name, valueOf(element.name === '_id' ? exact : plain, element));
};
