import {
  BSON,
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb';
import fc from 'fast-check';
import { decodeDocument, decodeFields } from '../../../../connectors/mongodb/decode-bson.ts';
import { fromKeyJson } from '../../../../connectors/mongodb/key-json.ts';
import type { Json } from '../../../../domain/json.ts';

const decoded = (value: unknown): unknown => decodeDocument(BSON.serialize({ value }))['value'];
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** The bytes of `{ value: <element> }` with a type and content that no driver would write. */
const raw = (type: number, content: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from([type]), Buffer.from('value\0'), content, Buffer.from([0])]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(body.length + 4);
  return Buffer.concat([size, body]);
};

const int64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
};

describe('BSON values as JSON', () => {
  test.each<[string, unknown, unknown]>([
    ['ObjectId', new ObjectId('507f1f77bcf86cd799439011'), '507f1f77bcf86cd799439011'],
    [
      'Decimal128 keeps its trailing zeros',
      Decimal128.fromString('12345678901234567890.1200'),
      '12345678901234567890.1200',
    ],
    ['Decimal128 NaN', Decimal128.fromString('NaN'), 'NaN'],
    ['Long within 2^53', Long.fromString('9007199254740991'), 9007199254740991],
    ['Long beyond 2^53', Long.fromString('9007199254740993'), '9007199254740993'],
    ['lowest Long', Long.MIN_VALUE, '-9223372036854775808'],
    ['Double', new Double(0.1), 0.1],
    ['NaN', new Double(NaN), 'NaN'],
    ['Infinity', new Double(-Infinity), '-Infinity'],
    ['Date before 1970', new Date('1923-04-05T06:07:08.009Z'), '1923-04-05T06:07:08.009Z'],
    ['Date after 9999', new Date(253402300800000), '+010000-01-01T00:00:00.000Z'],
    ['Binary', new Binary(Buffer.from([0, 255])), 'AP8='],
    ['old binary (subtype 2)', new Binary(Buffer.from([1, 2, 3]), 2), 'AQID'],
    ['UUID', new UUID('0f6b1c52-4d09-4f6c-8f3f-0d6f6f0c9d11'), '0f6b1c52-4d09-4f6c-8f3f-0d6f6f0c9d11'],
    ['Timestamp', new Timestamp({ t: 4294967295, i: 7 }), { $timestamp: { t: 4294967295, i: 7 } }],
    ['Regex', new BSONRegExp('^a"b', 'im'), { $regularExpression: { pattern: '^a"b', options: 'im' } }],
    ['Symbol', new BSONSymbol('sym'), 'sym'],
    ['Code', new Code('f()'), { $code: 'f()' }],
    ['Code with scope', new Code('f()', { a: 1 }), { $code: 'f()', $scope: { a: 1 } }],
    [
      'DBRef',
      new DBRef('people', new ObjectId('507f1f77bcf86cd799439011')),
      { $ref: 'people', $id: '507f1f77bcf86cd799439011' },
    ],
    ['MinKey', new MinKey(), { $minKey: 1 }],
    ['MaxKey', new MaxKey(), { $maxKey: 1 }],
    ['nested lists', [[1, [null]], []], [[1, [null]], []]],
    ['names with dots and dollars', { 'a.b': 1, $c: 2, '': 3 }, { 'a.b': 1, $c: 2, '': 3 }],
  ])('%s', (_title, value, expected) => {
    expect(plain(decoded(value))).toEqual(expected);
  });

  test('a date beyond any calendar keeps its number', () => {
    expect(plain(decodeDocument(raw(0x09, int64(9_000_000_000_000_000_000n)))['value'])).toEqual({
      $date: { $numberLong: '9000000000000000000' },
    });
  });

  test('the deprecated undefined is null', () => {
    expect(decodeDocument(raw(0x06, Buffer.alloc(0)))).toEqual({ value: null });
  });

  test('__proto__ is a name like any other', () => {
    const document = decodeDocument(BSON.serialize(JSON.parse('{"__proto__":{"polluted":true}}') as object));
    expect(Object.keys(document)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('broken bytes are told apart', () => {
    const code = (bytes: Uint8Array): string => {
      try {
        decodeDocument(bytes);
        return 'read';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(raw(0x02, Buffer.from([3, 0, 0, 0, 0xc3, 0x28, 0])))).toBe('invalid_utf8');
    expect(code(raw(0x02, Buffer.from([0xff, 0xff, 0xff, 0x7f, 0])))).toBe('broken_bson');
    expect(code(raw(0x02, Buffer.from([0, 0, 0, 0])))).toBe('broken_bson');
    expect(code(raw(0x63, Buffer.alloc(4)))).toBe('broken_bson');
    expect(code(Buffer.from([1, 2]))).toBe('broken_bson');
    let deep: object = {};
    for (let level = 0; level < 250; level++) deep = { deep };
    expect(code(BSON.serialize(deep))).toBe('too_deep');
    expect(decoded('\uFFFD')).toBe('\uFFFD');
  });

  test('cut anywhere, or with a byte changed, it never throws anything but its own error', () => {
    const whole = BSON.serialize({
      a: 'text',
      b: [1, { c: new Code('x', { y: 1 }) }],
      d: /r/i,
      e: new UUID(),
    });
    const arbitrary = fc.tuple(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(arbitrary, ([length, at, byte]) => {
        const bytes = Buffer.from(whole.subarray(0, length));
        if (at < length) bytes[at] = byte;
        try {
          decodeDocument(bytes);
        } catch (error) {
          expect((error as Error).name).toBe('UnreadableDocument');
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('JSON-like documents come back as they went in', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: 'binary' }).filter((name) => !name.includes('\0')),
          fc.jsonValue(),
        ),
        (document) => {
          const bytes = BSON.serialize(document);
          expect(plain(decodeDocument(bytes))).toEqual(plain(BSON.deserialize(bytes)));
        },
      ),
    );
  });
});

const keyOf = (id: unknown): Json => {
  let key: Json = null;
  decodeFields(BSON.serialize({ _id: id }), (_name, value) => {
    key = value;
  });
  return key;
};

describe('keys', () => {
  const hex = '507f1f77bcf86cd799439011';
  const ids: [string, unknown, unknown][] = [
    ['ObjectId', new ObjectId(hex), hex],
    ['text of 24 hex digits', hex, { $string: hex }],
    ['text', 'ALFKI', 'ALFKI'],
    ['number', 7, 7],
    ['number as text', '7', '7'],
    ['boolean', true, true],
    ['date', new Date(-1), { $date: '1969-12-31T23:59:59.999Z' }],
    [
      'UUID',
      new UUID('0f6b1c52-4d09-4f6c-8f3f-0d6f6f0c9d11'),
      { $uuid: '0f6b1c52-4d09-4f6c-8f3f-0d6f6f0c9d11' },
    ],
    ['UUID as text', '0f6b1c52-4d09-4f6c-8f3f-0d6f6f0c9d11', '0f6b1c52-4d09-4f6c-8f3f-0d6f6f0c9d11'],
    ['Long', Long.fromString('9007199254740993'), { $numberLong: '9007199254740993' }],
    ['Decimal128', Decimal128.fromString('1.10'), { $numberDecimal: '1.10' }],
    ['document', { a: new ObjectId(hex), b: hex }, { a: hex, b: { $string: hex } }],
    ['MaxKey', new MaxKey(), { $maxKey: 1 }],
  ];

  test.each(ids)('%s', (_title, id, expected) => {
    expect(plain(keyOf(id))).toEqual(expected);
  });

  test.each(ids)('%s maps back to the same bytes', (_title, id) => {
    const back = fromKeyJson(keyOf(id));
    expect(Buffer.from(BSON.serialize({ _id: back })).toString('hex')).toBe(
      Buffer.from(BSON.serialize({ _id: id })).toString('hex'),
    );
  });

  test('no two of them share a key', () => {
    expect(new Set(ids.map(([, id]) => JSON.stringify(keyOf(id)))).size).toBe(ids.length);
  });
});
