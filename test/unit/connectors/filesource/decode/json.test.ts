import fc from 'fast-check';
import { decodeAll } from './decode-all.ts';
import { drippingSource } from './dripping-source.ts';

test('documents: columns are all keys of a batch, what a document lacks is absent and not null', async () => {
  const decoded = await decodeAll('a.jsonl', '{"id":1,"a":{"b":[1]}}\n\n{"id":2,"a":null,"c":"x"}\r\n');
  expect(decoded.columns).toEqual(['id', 'a', 'c']);
  expect(decoded.rows).toEqual([
    [1, { b: [1] }, undefined],
    [2, null, 'x'],
  ]);
  expect(decoded.positions).toEqual(['line 1', 'line 3']);
  expect(decoded.inferred?.fields.map(({ name, type, presence }) => [name, type, presence])).toEqual([
    ['id', 'integer', undefined],
    ['a', 'object', undefined],
    ['a.b', 'array', 0.5],
    ['a.b[]', 'integer', 0.5],
    ['c', 'string', 0.5],
  ]);
  expect(decoded.inferred?.key).toEqual(['id']);
});

test.each([
  ['repeated_key', '{"id":1,"id":2}'],
  ['repeated_key', '{"a":{"x":1,"\\u0078":2}}'],
  ['too_deep', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ['broken_json', '{"id":1,"x'],
  ['broken_json', '{"id":1} trailing'],
  ['no_document', '[1,2]'],
  ['no_document', '7'],
  ['nul_byte', '{"a":"\\u0000"}'],
])('%s: %j is unreadable, its neighbours are not', async (code, line) => {
  const decoded = await decodeAll('a.jsonl', `{"id":1}\n${line}\n{"id":2}`);
  expect(decoded.unreadable.map((row) => [row.position, row.code])).toEqual([['line 2', code]]);
  expect(decoded.rows).toEqual([[1], [2]]);
});

test('keys that could poison a prototype are plain keys', async () => {
  const decoded = await decodeAll(
    'a.jsonl',
    '{"__proto__":{"polluted":1},"constructor":1,"n":{"__proto__":{"polluted":1}}}',
  );
  expect(decoded.columns).toEqual(['__proto__', 'constructor', 'n']);
  expect(Object.getPrototypeOf(decoded.rows[0]?.[2])).toHaveProperty('hasOwnProperty');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('numbers that a double cannot hold keep their digits', async () => {
  const decoded = await decodeAll(
    'a.jsonl',
    '{"a":9007199254740993,"b":0.1,"c":1e400,"d":12345678901234567890.123,"e":1.50}',
  );
  expect(decoded.rows).toEqual([['9007199254740993', 0.1, '1e400', '12345678901234567890.123', 1.5]]);
});

test('a line of 9 MB is refused, the next one is read', async () => {
  const decoded = await decodeAll('a.jsonl', `{"id":1}\n{"x":"${'y'.repeat(9 << 20)}"}\n{"id":2}\n`);
  expect(decoded.unreadable.map((row) => [row.position, row.code])).toEqual([['line 2', 'row_too_long']]);
  expect(decoded.rows).toEqual([[1], [2]]);
});

test('an array is read element by element; what is broken ends it without losing what came before', async () => {
  const decoded = await decodeAll('a.json', ' [ {"id":1,"n":"],{"} , {"id":2}, 3, {"id":4');
  expect(decoded.rows).toEqual([
    [1, '],{'],
    [2, undefined],
  ]);
  expect(decoded.unreadable.map((row) => [row.position, row.code])).toEqual([
    ['element 3', 'no_document'],
    ['element 4', 'broken_json'],
  ]);
});

test('JSON that is no array holds no rows and says so', async () => {
  expect(await decodeAll('a.json', '{"a":1}')).toMatchObject({
    rows: [],
    guesses: [expect.stringContaining('array')],
  });
});

test('any documents come out as they were written, wherever the reads break off', async () => {
  const documents = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (all, portion, isArray) => {
        const clean = all.map(
          (document) => JSON.parse(JSON.stringify(document).replaceAll('\\u0000', '')) as object,
        );
        const unique = clean.filter((document) => Object.keys(document).length > 0);
        const text = isArray
          ? JSON.stringify(unique)
          : unique.map((document) => JSON.stringify(document)).join('\n');
        const decoded = await decodeAll(
          isArray ? 'a.json' : 'a.jsonl',
          drippingSource(Buffer.from(text), portion),
        );
        expect(decoded.unreadable).toEqual([]);
        expect(decoded.rows).toHaveLength(unique.length);
        decoded.rows.forEach((row, index) => {
          const entries = decoded.columns.flatMap((name, at) =>
            row[at] === undefined ? [] : [[name, row[at]]],
          );
          expect(new Map(entries as [string, unknown][])).toEqual(new Map(Object.entries(unique[index]!)));
        });
      },
    ),
    { numRuns: 100 },
  );
});
