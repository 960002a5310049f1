import { Refusal } from '../../../../domain/canonical/refusal.ts';
import type { Json } from '../../../../domain/json.ts';
import { argumentProblems } from '../../../../domain/mapping/check-arguments.ts';
import { compileStep } from '../../../../domain/mapping/compile-step.ts';
import { readRule } from '../../../../domain/mapping/parse-rule.ts';
import { transformNamed, transformSpecs } from '../../../../domain/mapping/transform-table.ts';
import type { Transform } from '../../../../domain/mapping/types.ts';
import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { parse } from 'yaml';

/** A transform as a mapping writes it. */
const transformOf = (yaml: string): Transform => {
  const problems: string[] = [];
  const rule = readRule({ from: 'x', transform: [parse(yaml) as Json] }, [], (_place, _code, message) =>
    problems.push(message),
  );
  expect(problems).toEqual([]);
  return rule.transforms[0]!;
};

const run = (yaml: string, value: Json): Json | Refusal => compileStep(transformOf(yaml))(value);

const cases: readonly (readonly [yaml: string, value: Json, result: Json])[] = [
  ['trim', '\u00a0 a b\t', 'a b'],
  ['lower', 'ÄBC', 'äbc'],
  ['upper', 'straße', 'STRASSE'],
  ['collapse_spaces', ' a \n  b\u00a0c ', 'a b c'],
  ['null_if: [NULL, N/A, "-"]', ' n/a ', null],
  ['null_if: [NULL]', 'null', null],
  ['null_if: [NULL]', 'NULLABLE', 'NULLABLE'],
  ['split: { by: "|", index: -1 }', 'a| b ', 'b'],
  ['split: ","', 'a,b', 'a'],
  ['split: { by: ",", index: 5 }', 'a,b', null],
  ['substring: { start: 1, length: 2 }', 'a😀bc', '😀b'],
  ['replace: { find: ".", by: "-" }', 'a.b.c', 'a-b-c'],
  ['concat: { before: "<", after: ">" }', 7, '<7>'],
  ['decimal', '$1,100.04 ', '1100.04'],
  ['decimal', '(1,234.50)', '-1234.5'],
  ['decimal', '12-', '-12'],
  ['decimal', '\u2212\u00a05', '-5'],
  ['decimal', 'USD 12,00,000.10', '1200000.1'],
  ['decimal', '0.00000080000', '0.0000008'],
  ['decimal', 0.1 + 0.2, '0.30000000000000004'],
  ['decimal', 1e21, '1000000000000000000000'],
  ['decimal', '-0.0', '0'],
  ['decimal: { decimal_mark: "," }', '1.234.567,89 €', '1234567.89'],
  ['decimal: { decimal_mark: ",", group: " " }', '1 234,5', '1234.5'],
  ['decimal: { group: "\'" }', "CHF 1'234.50", '1234.5'],
  ['scale: 1000000', '1100.04', '1100040000'],
  ['scale: "0.001"', '5', '0.005'],
  ['scale: 1000', '0.0005', '0.5'],
  ['round: 2', '2.345', '2.35'],
  ['round: 2', '-2.345', '-2.35'],
  ['round: 0', '0.4', '0'],
  ['percent', '10 %', '0.1'],
  ['percent', 100, '1'],
  ['integer', '13938.0', 13938],
  ['integer', '1,234', 1234],
  ['boolean', 'TRUE', true],
  ['boolean', 0, false],
  ['boolean: { true: [aktiv], false: [inaktiv] }', 'Aktiv', true],
  ['date: [MM/DD/YY, YYYY-MM-DD]', '02/03/24', '2024-02-03'],
  ['date: [MM/DD/YY]', '02/03/99', '1999-02-03'],
  ['date: { formats: [MM/DD/YY], pivot: 100 }', '02/03/99', '2099-02-03'],
  ['date: D. MMMM YYYY', '5. March 2024', '2024-03-05'],
  ['date: [ISO, M/D/YYYY]', '2024-02-29', '2024-02-29'],
  ['date', '2024-02-29T23:00:00-05:00', '2024-02-29'],
  ['timestamp', '2026-05-01T07:25:37.000+0000', '2026-05-01T07:25:37Z'],
  ['timestamp', '2026-05-01T07:25:37.120Z', '2026-05-01T07:25:37.12Z'],
  ['timestamp', '1996-07-04T00:00:00.000-0700', '1996-07-04T07:00:00Z'],
  ['timestamp', '2026-05-01 07:25:37.123456+02', '2026-05-01T05:25:37.123456Z'],
  ['timestamp: { zone: UTC }', '2024-10-01 00:00:00', '2024-10-01T00:00:00Z'],
  [
    'timestamp: { formats: ["MM/DD/YY hh:mm a"], zone: America/Los_Angeles }',
    '02/23/26 08:55 PM',
    '2026-02-24T04:55:00Z',
  ],
  ['timestamp: { formats: ["MM/DD/YY hh:mm a"], zone: UTC }', '02/23/26 12:05 AM', '2026-02-23T00:05:00Z'],
  ['timestamp: { zone: "+05:30" }', '2024-01-01T00:00:00', '2023-12-31T18:30:00Z'],
  ['timestamp: { zone: Europe/Berlin }', '2024-03-31 02:30:00', '2024-03-31T01:30:00Z'],
  ['timestamp: { zone: Europe/Berlin }', '2024-10-27 02:30:00', '2024-10-27T00:30:00Z'],
  ['timestamp: { zone: Europe/Berlin }', '2024-07-01', '2024-06-30T22:00:00Z'],
  ['timestamp: { epoch: s }', 1700000000, '2023-11-14T22:13:20Z'],
  ['timestamp: { epoch: ms }', '1700000000123', '2023-11-14T22:13:20.123Z'],
  ['timestamp: { epoch: us }', '-1', '1969-12-31T23:59:59.999999Z'],
  ['date_only', '2026-05-01T23:30:00Z', '2026-05-01'],
  ['date_only: Asia/Tokyo', '2026-05-01T23:30:00Z', '2026-05-02'],
  ['phone: US', '(512) 757-6000', '+15127576000'],
  ['phone: US', '+44 191 4956203', '+441914956203'],
  ['phone: US', '(512) 757-6000 ext. 12', '+15127576000;ext=12'],
  ['phone', ['030-0074321', 'Germany'] as Json, '+49300074321'],
  ['phone: { otherwise: keep }', ['no number', 'Germany'] as Json, 'no number'],
  ['email', ' Rose Gonzalez <Rose@Edge.com> ', 'rose@edge.com'],
  ['domain', 'https://user@WWW.Example.co.uk:8080/path?x', 'example.co.uk'],
  ['domain', 'rose@edge.com', 'edge.com'],
  ['domain', 'bücher.example', 'bücher.example'],
  ['url', 'www.Burlington.com/', 'https://www.burlington.com'],
  ['url', 'HTTP://a.com/Path', 'http://a.com/Path'],
  ['country', 'Philipines', 'PH'],
  ['country', 'the Netherlands', 'NL'],
  ['country', 'USA', 'US'],
  ['country', 'Côte d’Ivoire', 'CI'],
  ['country', 'Korea', 'KR'],
  ['currency', 'usd', 'USD'],
  ['currency', 'US Dollar', 'USD'],
  ['currency', '€', 'EUR'],
  ['enum: { Closed Won: won }', ' closed won', 'won'],
  ['enum: { table: { a: 1 }, otherwise: keep }', 'b', 'b'],
  ['enum: { table: { a: 1 }, otherwise: empty }', 'b', null],
  ['enum: { table: x, other: y }', 'table', 'x'],
  ['join: ", "', ['a', null, ' b ', ''] as Json, 'a, b'],
  ['join', [null, ''] as Json, null],
  ['coalesce', [null, '', 'x', 'y'] as Json, 'x'],
  ['first', ['a', 'b'] as Json, 'a'],
  ['last', [] as Json, null],
  ['count', [1, 2] as Json, 2],
  ['sum', [0.1, '0.2', null] as Json, '0.3'],
  [
    'sum_of_products',
    [
      [2, 3],
      ['1.50', 2],
    ] as Json,
    '9',
  ],
  [
    'sum_of_products: [q, p]',
    [
      { q: 2, p: '0.1' },
      { q: 1, p: 1 },
    ] as Json,
    '1.2',
  ],
  ['pluck: a.b', [{ a: { b: 1 } }, {}] as Json, [1, null]],
  ['json_text', { b: 1, a: [2] }, '{"a":[2],"b":1}'],
  ['json_value', '{"a":1}', { a: 1 }],
  ["regex_extract: '([A-Z]{2}) \\d{5}$'", 'Austin, TX 78767', 'TX'],
  ["regex_extract: { pattern: '^(?:a|ab)(c|bcd)?$', group: 1 }", 'abcd', 'bcd'],
  ["regex_extract: '<(.+?)>'", 'x <a> <b>', 'a'],
];

const refused: readonly (readonly [yaml: string, value: Json, code: string])[] = [
  ['decimal', '1,50', 'no_decimal'],
  ['decimal', '12 apples', 'no_decimal'],
  ['decimal', '1.234.567', 'no_decimal'],
  ['decimal', '1'.repeat(39), 'out_of_range'],
  ['integer', '1.5', 'no_integer'],
  ['boolean', 'maybe', 'no_boolean'],
  ['date: MM/DD/YYYY', '02/30/2024', 'no_date'],
  ['timestamp', '2024-10-01 00:00:00', 'zone_missing'],
  ['timestamp', '2024-10-01T00:00:00+24:00', 'no_timestamp'],
  ['timestamp', '2024-10-01T00:00:00+0060', 'no_timestamp'],
  ['timestamp', '2024-02-30T00:00:00Z', 'no_timestamp'],
  ['phone: US', '123', 'no_phone'],
  ['email', 'a@b@c.de', 'no_email'],
  ['domain', 'localhost', 'no_domain'],
  ['domain', '10.0.0.1', 'no_domain'],
  ['url', 'javascript:alert(1)', 'no_url'],
  ['country', '67000', 'unknown_country'],
  ['currency', '$', 'unknown_currency'],
  ['enum: { a: b }', 'c', 'unknown_value'],
  ['sum', ['x'] as Json, 'no_decimal'],
  ['trim', { a: 1 }, 'wrong_type'],
  ['json_value', '{', 'no_json'],
  ['regex_extract: "x+"', 'abc', 'no_match'],
];

describe('the transforms', () => {
  test.each(cases)('%s of %j is %j', (yaml, value, result) => {
    expect(run(yaml, value)).toEqual(result);
  });

  test.each(refused)('%s refuses %j with %s', (yaml, value, code) => {
    const result = run(yaml, value);
    expect(result).toBeInstanceOf(Refusal);
    expect((result as Refusal).code).toBe(code);
  });

  test('are all tested, and their examples are right', () => {
    const tested = new Set([...cases, ...refused].map(([yaml]) => transformOf(yaml).name));
    expect(transformSpecs.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
    for (const spec of transformSpecs) {
      const { name, arguments: given } = transformOf(spec.example);
      expect(name).toBe(spec.name);
      expect(argumentProblems(spec, given)).toEqual([]);
    }
  });

  test.each([
    ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'],
    ['(.*)*x', 'a'.repeat(5000)],
    ['(?:a|a|ab)*c', 'ab'.repeat(2000)],
  ])('the pattern %s ends on a text that makes backtracking explode', (pattern, text) => {
    expect(run(`regex_extract: { pattern: '${pattern}', otherwise: empty }`, text)).toBeNull();
  });

  test.each(['(?=a)', '(a', 'a)', '[a', '\\1', '*a', 'a**', '[z-a]', 'a{5,2}', '(?:a{100}){100}'])(
    'the pattern %s is refused with the cure',
    (pattern) => {
      const [problem] = argumentProblems(transformNamed('regex_extract')!, { pattern });
      expect(problem?.message).toMatch(/pattern/);
    },
  );

  test('North American numbers, which are read without the tables, are what the tables say', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
    const gap = fc.constantFrom('', ' ', '-', '.');
    const written = fc
      .tuple(fc.constantFrom('', '+1', '+1 ', '+1-'), fc.boolean(), digits(3), gap, digits(3), gap, digits(4))
      .map(([prefix, inBrackets, area, first, exchange, second, line]) =>
        [prefix, inBrackets ? `(${area})` : area, first, exchange, second, line].join(''),
      );
    fc.assert(
      fc.property(written, fc.constantFrom('US', 'CA', 'DE', 'MX', 'BS', 'JM', 'GB'), (text, region) => {
        const number = parsePhoneNumberFromString(text, region);
        const expected = number?.isPossible() === true ? number.number : null;
        const found = run(`phone: ${region}`, text);
        expect(found instanceof Refusal ? null : found).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a phone is looked up in the region of its country', () => {
    const step = compileStep(transformOf('phone: US'));
    expect(step(['0921-12 34 65', 'Sweden'])).toBe('+46921123465');
    expect(step(['(512) 757-6000', 'Atlantis'])).toBe('+15127576000');
    expect(step([null, 'Sweden'])).toBeNull();
  });
});
