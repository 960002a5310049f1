import fc from 'fast-check';
import { canonicalEntities } from '../../../../domain/canonical/canonical-entities.ts';
import { isFault } from '../../../../domain/faults.ts';
import { parseMapping, readMapping } from '../../../../domain/mapping/parse.ts';
import { pathText, readPath } from '../../../../domain/mapping/path.ts';
import { renderMapping } from '../../../../domain/mapping/render.ts';
import type { FieldRule, Mapping } from '../../../../domain/mapping/types.ts';

const head = 'system: s\nobject: o\nentity: account\nversion: 1\nkey: Id\n';

const problemsOf = (text: string): readonly string[] =>
  readMapping(text).problems.map(({ line, column, code }) => `${line}:${column} ${code}`);

describe('parsing a mapping', () => {
  test('reads the compact and the long form alike', () => {
    const short = parseMapping(
      `${head}fields:\n  name: Name\n  annual_revenue: { from: R, transform: [{ scale: 10 }] }\n`,
    );
    const long = parseMapping(
      `${head}fields:\n  account_name:\n    from: [Name]\n  annual_revenue:\n    from: R\n    transform: { scale: { by: 10 } }\n    required: false\n`,
    );
    expect(long).toEqual(short);
    expect(short.fields['name']).toEqual({ from: ['Name'], transforms: [], required: false });
  });

  test('reports everything at once, each thing at its place', () => {
    const text = `system: x
objct: y
entity: account
version: 0
key: [a, a]
fields:
  nam: Name
  phone: { from: P, transform: [phne, { scale: x }, { split: { by: ",", idx: 2 } }] }
  website: { from: [a, b] }
  annual_revenue: { from: 'a[[', default: abc }
where: 3
`;
    expect(problemsOf(text)).toEqual([
      '1:1 bad_value',
      '2:1 unknown_key',
      '4:1 bad_value',
      '5:1 bad_value',
      '6:1 required_unmapped',
      '7:3 unknown_field',
      '8:33 unknown_transform',
      '8:41 bad_argument',
      '8:73 bad_argument',
      '9:14 several_sources',
      '10:21 bad_path',
      '10:34 bad_default',
      '11:1 bad_value',
    ]);
  });

  test('finds a field that the text calls by another name', () => {
    expect(problemsOf(`${head}fields:\n  website: W\n  account_name: { from: 'a[[' }\n`)).toEqual([
      '8:19 bad_path',
    ]);
  });

  test('names the cure', () => {
    const { problems } = readMapping(
      `${head}fields:\n  nmae: Name\n  phone: { from: P, transform: [lwoer] }\n`,
    );
    const messages = problems.map(({ message }) => message).join('\n');
    expect(messages).toContain('did you mean name?');
    expect(messages).toContain('did you mean lower?');
  });

  test('throws one fault with the line and column of each error', () => {
    let caught: unknown;
    try {
      parseMapping(`${head}fields:\n  name: [\n`);
    } catch (error) {
      caught = error;
    }
    expect(isFault(caught) && caught.code).toBe('mapping_invalid');
    expect(isFault(caught) && caught.errors[0]?.message).toMatch(/^line \d+, column \d+: /);
  });

  test.each([
    ['', 'bad_value'],
    ['- a', 'bad_value'],
    [`${head}fields: { name: N, name: M }`, 'yaml_duplicate_key'],
    [`${head}fields: { name: N, account_name: M }`, 'field_twice'],
    [`${head}fields: { name: &a N, website: *a }`, 'alias'],
    [`${head}fields: { name: N, __proto__: { from: x } }`, 'unknown_field'],
    [`${head}fields: { name: 5 }`, 'bad_value'],
    [`${head}fields: { name: { default: null } }`, 'bad_default'],
    [`${head}fields: { name: {} }`, 'no_source'],
    [`${head}fields: { name: { from: N, transform: [{ trim: 1 }] } }`, 'bad_argument'],
    [`${head}fields: { name: { from: N, transform: [{ constructor: 1 }] } }`, 'unknown_transform'],
    [`${head}where: [{ path: x, equals: [1] }]\nfields: { name: N }`, 'bad_condition'],
    [`${head}where: [{ path: x, in: 3 }]\nfields: { name: N }`, 'bad_condition'],
    [`${head}where: [{ path: 'x[]', equals: 3 }]\nfields: { name: N }`, 'list_path'],
    [
      `${head}fields: { name: N, created_at: { from: C, transform: [{ timestamp: { zone: Mars/Base } }] } }`,
      'bad_argument',
    ],
    [`${head}fields: { name: N, created_at: { from: C, transform: [{ timestamp: QQ }] } }`, 'bad_argument'],
  ])('refuses %j with %s', (text, code) => {
    expect(readMapping(text).problems.map((problem) => problem.code)).toContain(code);
    expect(readMapping(text).mapping).toBeNull();
  });

  test('a key that stands twice is told where it stands again, by its value', () => {
    const { problems } = readMapping(`${head}fields:\n  name: N\n  "name": M\n  5: A\n  "5": B\n`);
    const line = head.split('\n').length + 2;
    expect(problems).toMatchObject([{ line, column: 3, code: 'yaml_duplicate_key' }]);
  });

  /** As many lines as a document may have. */
  const lines = (line: (at: number) => string): string => {
    const all: string[] = [];
    for (let length = 0; length < 99_000; length += (all.at(-1) ?? '').length + 1) all.push(line(all.length));
    return all.join('\n').slice(0, 99_000);
  };
  test.each([
    ['unknown fields', `${head}fields:\n${lines((at) => `  f${at}: x`)}`],
    ['unknown keys', lines((at) => `k${at}: x`)],
    ['repeated keys', lines(() => 'a: 1')],
    ['aliases', `k: &a 1\n${lines((at) => `k${at}: *a`)}`],
    ['broken lines', lines(() => 'a: b: c')],
  ])('of thousands of %s a hundred are told', (_what, text) => {
    expect(readMapping(text).problems).toHaveLength(100);
  });

  test.each([
    ['brackets', '['.repeat(99_000)],
    ['lists', '- '.repeat(49_000)],
  ])('%s that are nested too deep are told so, and what is too long is not read', (_what, text) => {
    expect(readMapping(text).problems[0]?.message).toBe('This is nested too deep; correct the YAML');
    expect(readMapping(text + text + text).problems).toMatchObject([{ code: 'too_long' }]);
  });

  test('never throws anything but the fault, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(readMapping(text).mapping).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});

const pathArbitrary = fc
  .tuple(
    fc.string({ minLength: 1 }),
    fc.array(fc.oneof(fc.string({ minLength: 1 }), fc.nat(99), fc.constant(null))),
  )
  .map(([first, rest]) => [first, ...rest]);

const word = fc.string({ minLength: 1, unit: 'grapheme' });
const ruleArbitrary: fc.Arbitrary<FieldRule> = fc.record({
  from: pathArbitrary.map((path) => [pathText(path)]),
  transforms: fc.array(
    fc.oneof(
      fc.constant({ name: 'trim', arguments: {} }),
      fc.record({ name: fc.constant('scale'), arguments: fc.record({ by: fc.integer() }) }),
      fc.record({ name: fc.constant('concat'), arguments: fc.record({ before: fc.string(), after: word }) }),
      fc.record({
        name: fc.constant('null_if'),
        arguments: fc.record({ values: fc.array(word, { minLength: 1 }) }),
      }),
      fc.record({
        name: fc.constant('enum'),
        arguments: fc.record({
          table: fc
            .uniqueArray(word, { minLength: 1, selector: (key) => key.trim().toLowerCase() })
            .map((keys) =>
              Object.fromEntries(
                keys
                  .filter((key) => key !== '__proto__' && key.trim().toLowerCase() !== 'k')
                  .concat('k')
                  .map((key) => [key, key]),
              ),
            ),
          otherwise: fc.constantFrom('keep', 'empty', 'quarantine'),
        }),
      }),
    ),
  ),
  required: fc.boolean(),
});

const mappingArbitrary: fc.Arbitrary<Mapping> = fc.record({
  system: word,
  object: word,
  entity: fc.constant('account' as const),
  version: fc.integer({ min: 1, max: 1_000_000 }),
  key: fc.uniqueArray(
    word.map((name) => pathText([name])),
    { maxLength: 3 },
  ),
  changeField: fc.option(word.map((name) => pathText([name]))),
  where: fc.array(
    fc.oneof(
      fc.record({
        path: word.map((name) => pathText([name])),
        operator: fc.constant('equals' as const),
        value: fc.oneof(fc.string(), fc.boolean(), fc.integer()),
      }),
      fc.record({
        path: word.map((name) => pathText([name])),
        operator: fc.constant('in' as const),
        value: fc.array(fc.string(), { minLength: 1 }),
      }),
      fc.record({
        path: word.map((name) => pathText([name])),
        operator: fc.constantFrom('is_null' as const, 'is_not_null' as const),
      }),
    ),
    { maxLength: 2 },
  ),
  fields: fc
    .dictionary(fc.constantFrom(...canonicalEntities.account.fields.map(({ name }) => name)), ruleArbitrary)
    .map((fields) => ({ ...fields, name: { from: ['Name'], transforms: [], required: false } })),
});

describe('rendering a mapping', () => {
  test('gives a text that parses back to the same mapping', () => {
    fc.assert(
      fc.property(mappingArbitrary, (mapping) => {
        const text = renderMapping(mapping);
        expect(parseMapping(text)).toEqual(mapping);
      }),
      { numRuns: 60 },
    );
  });

  test('paths come back from their text', () => {
    fc.assert(
      fc.property(pathArbitrary, (path) => {
        expect(readPath(pathText(path))).toEqual(path);
      }),
    );
  });
});
