import fc from 'fast-check';
import { cellsOf, lineCutter } from '../../../../connectors/supabase/copy-lines.ts';
import { decoderOf } from '../../../../connectors/supabase/decode.ts';
import { encode } from '../../../../connectors/supabase/encode.ts';
import { parseArray } from '../../../../connectors/supabase/parse-array.ts';
import { parseJson } from '../../../../connectors/supabase/parse-json.ts';
import type { Json } from '../../../../domain/json.ts';

const decode = (type: string, text: string, element = ''): Json =>
  decoderOf({ type, element })?.(text) ?? text;

describe('PostgreSQL text as JSON', () => {
  test.each<[string, string, Json]>([
    ['bool', 't', true],
    ['bool', 'f', false],
    ['int4', '-2147483648', -2147483648],
    ['int8', '9007199254740993', '9007199254740993'],
    ['numeric', '0.10', '0.10'],
    ['numeric', 'NaN', 'NaN'],
    ['float8', '1e-07', 1e-7],
    ['float8', 'NaN', 'NaN'],
    ['float8', '-Infinity', '-Infinity'],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '0044-03-15 BC', '-000043-03-15'],
    ['date', '10000-01-01', '+010000-01-01'],
    ['date', 'infinity', 'infinity'],
    ['timestamp', '2024-02-29 23:59:59.123456', '2024-02-29T23:59:59.123456'],
    ['timestamp', '0001-12-31 00:00:00 BC', '0000-12-31T00:00:00'],
    ['timestamptz', '1883-11-18 12:03:58+00', '1883-11-18T12:03:58Z'],
    ['timestamptz', '294276-12-31 23:59:59.999999+00', '+294276-12-31T23:59:59.999999Z'],
    ['timestamptz', '-infinity', '-infinity'],
    ['timestamptz', '0044-03-15 10:00:00+00 BC', '-000043-03-15T10:00:00Z'],
    ['bytea', '\\x00ff', 'AP8='],
    ['text', '\\x00ff', '\\x00ff'],
    ['uuid', '0f6b1c52-4d09-4f6c-8f3f-0d6f6f0c9d11', '0f6b1c52-4d09-4f6c-8f3f-0d6f6f0c9d11'],
  ])('%s %s', (type, text, expected) => {
    expect(decode(type, text)).toEqual(expected);
  });

  test.each<[string, string, Json]>([
    ['int4', '{1,NULL,3}', [1, null, 3]],
    [
      'int4',
      '[0:1][1:2]={{1,2},{3,4}}',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['text', '{"a \\"b\\" \\\\",NULL,"NULL","",{}}', ['a "b" \\', null, 'NULL', '', []]],
    ['jsonb', '{"{\\"a\\": [1]}"}', [{ a: [1] }]],
    ['timestamptz', '{"2024-01-01 00:00:00+00"}', ['2024-01-01T00:00:00Z']],
  ])('array of %s %s', (element, text, expected) => {
    expect(decode('array', text, element)).toEqual(expected);
  });

  test('text arrays survive the way to PostgreSQL and back', () => {
    const column = { name: 'a', type: 'array', element: 'text', nativeType: 'text[]' };
    const items = fc.array(fc.option(fc.string({ unit: 'binary' })));
    fc.assert(
      fc.property(items, (list) => {
        expect(parseArray(encode(column, list) ?? '', (item) => item)).toEqual(list);
      }),
    );
  });
});

describe('JSON columns', () => {
  test('numbers that a double cannot hold stay text', () => {
    expect(
      parseJson('[9007199254740993, 0.1, 12345678901.23456789, 1e400, 1.50, 1E2, 9007199254740992]'),
    ).toEqual(['9007199254740993', 0.1, '12345678901.23456789', '1e400', 1.5, 100, 9007199254740992]);
  });

  test('__proto__ is a key like any other', () => {
    const parsed = parseJson('{"__proto__": {"polluted": 12345678901234567890}}') as object;
    expect(Object.keys(parsed)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('depth is bounded, brackets inside texts do not count', () => {
    expect(() => parseJson('['.repeat(10_000) + ']'.repeat(10_000))).toThrow(/deeper/);
    expect(parseJson(JSON.stringify('["'.repeat(1000)))).toBe('["'.repeat(1000));
    expect(parseJson(`${'['.repeat(200)}${']'.repeat(200)}`)).toBeInstanceOf(Array);
  });

  test('equals JSON.parse on what a double can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

/** COPY's escaping, as the server does it. */
const escaped = (cell: string | null): string =>
  cell === null
    ? '\\N'
    : cell.replace(
        /[\\\n\t\r\b\f\v]/g,
        (found) =>
          `\\${({ '\n': 'n', '\t': 't', '\r': 'r', '\b': 'b', '\f': 'f', '\v': 'v' } as Record<string, string>)[found] ?? '\\'}`,
      );

describe('COPY text', () => {
  const cell = fc.option(
    fc.string({ unit: fc.constantFrom('\\', 'N', '\n', '\t', '\r', '\b', 'ä', '\u202E', 'x') }),
  );

  test('gives back every cell, wherever the chunks are cut', () => {
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (table, size) => {
        const bytes = Buffer.from(table.map((row) => `${row.map(escaped).join('\t')}\n`).join(''));
        const cutter = lineCutter();
        const read: (string | null)[][] = [];
        for (let at = 0; at < bytes.length; at += size)
          for (const line of cutter.push(bytes.subarray(at, at + size))) read.push(cellsOf(String(line)));
        expect(read).toEqual(table);
      }),
    );
  });

  test('a line that is not UTF-8 comes as its bytes, its neighbours as text', () => {
    const lines = lineCutter().push(Buffer.from([0x61, 0x0a, 0xc3, 0x28, 0x0a, 0x62, 0x0a]));
    expect(lines).toEqual(['a', Buffer.from([0xc3, 0x28]), 'b']);
  });
});
