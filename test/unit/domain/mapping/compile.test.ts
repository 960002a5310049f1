import fc from 'fast-check';
import type { Cell } from '../../../../domain/json.ts';
import { compileMapping } from '../../../../domain/mapping/compile.ts';
import { inForce } from '../../../../domain/mapping/former.ts';
import { parseMapping } from '../../../../domain/mapping/parse.ts';
import { renderMapping } from '../../../../domain/mapping/render.ts';
import type { Mapped, Mapping } from '../../../../domain/mapping/types.ts';

const mappingOf = (fields: string, more = ''): Mapping =>
  parseMapping(
    `system: s\nobject: o\nentity: account\nversion: 1\nkey: Id\n${more}\nfields:\n  name: Name\n${fields}`,
  );

const mapRow = (
  mapping: Mapping,
  row: Readonly<Record<string, Cell>>,
  lost: readonly string[] = [],
): Mapped => compileMapping(mapping, { columns: Object.keys(row), lost: new Set(lost) })(Object.values(row));

const event = (mapped: Mapped): Extract<Mapped, { kind: 'event' }> => {
  if (mapped.kind !== 'event') throw new Error(JSON.stringify(mapped));
  return mapped;
};

describe('a compiled mapping', () => {
  test('tells absent from null', () => {
    const mapping = mappingOf('  industry: a.b\n  phone: Phone\n  description: Gone\n');
    expect(event(mapRow(mapping, { Name: 'n', a: undefined, Phone: null })).data).toEqual({
      name: 'n',
      phone: null,
    });
    expect(event(mapRow(mapping, { Name: 'n', a: null, Phone: '' })).data).toEqual({
      name: 'n',
      industry: null,
      phone: null,
    });
    expect(event(mapRow(mapping, { Name: 'n', a: {}, Phone: ' ' })).data).toEqual({ name: 'n', phone: ' ' });
  });

  test('keeps the order of the entity whatever the order of the mapping', () => {
    const mapping = mappingOf('  description: D\n  domain: X\n');
    const row = { D: 'd', X: 'x.com', Name: 'n' };
    expect(Object.keys(event(mapRow(mapping, row)).data)).toEqual(['name', 'domain', 'description']);
    expect(Object.keys(event(mapRow(mapping, { X: undefined, D: 'd', Name: 'n' })).data)).toEqual([
      'name',
      'description',
    ]);
  });

  test('keeps in extras what no rule reads, by code unit, with what is left of a document', () => {
    const mapping = mappingOf(
      '  billing_city: address.city\n  annual_revenue: { from: "lines[].price", transform: [sum] }\n  phone: phones[0]\n  industry: whole.only\n',
    );
    const row = {
      b: 1,
      a: null,
      B: 'x',
      address: { city: 'c', zip: 'z' },
      lines: [{ price: 1, sku: 's' }, { price: 2 }],
      phones: ['1', '2'],
      whole: { only: 'o' },
      missing: undefined,
      Name: 'n',
    };
    const { data, extras } = event(mapRow(mapping, row));
    expect(data).toEqual({ name: 'n', industry: 'o', phone: '1', annual_revenue: '3', billing_city: 'c' });
    expect(extras).toEqual({
      B: 'x',
      a: null,
      address: { zip: 'z' },
      b: 1,
      lines: [{ sku: 's' }, {}].map((line, at) => (at === 0 ? line : null)),
      phones: ['1', '2'],
    });
    expect(Object.keys(extras)).toEqual(['B', 'a', 'address', 'b', 'lines', 'phones']);
  });

  test('takes a column of exactly the name before the path syntax', () => {
    const mapping = mappingOf('  industry: a.b\n  phone: "\\"c.d\\""\n');
    const { data } = event(mapRow(mapping, { Name: 'n', 'a.b': 'literal', a: { b: 'nested' }, 'c.d': '5' }));
    expect(data).toEqual({ name: 'n', industry: 'literal', phone: '5' });
  });

  test('is not fooled by names of the prototype', () => {
    const mapping = mappingOf(
      '  industry: a.constructor.name\n  phone: __proto__\n  description: a.__proto__\n',
    );
    const a = JSON.parse('{"__proto__":{"polluted":true},"x":1}') as Cell;
    const { data, extras } = event(
      compileMapping(mapping, { columns: ['Name', 'a', 'toString', 'constructor'] })([
        'n',
        { x: 1 },
        't',
        'c',
      ]),
    );
    expect(data).toEqual({ name: 'n' });
    expect(extras).toEqual({ a: { x: 1 }, constructor: 'c', toString: 't' });
    const kept = event(
      compileMapping(mappingOf('  industry: a.x\n'), { columns: ['Name', 'a', '__proto__'] })(['n', a, 'p']),
    ).extras;
    expect(JSON.stringify(kept)).toBe('{"__proto__":"p","a":{"__proto__":{"polluted":true}}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('gives all reasons of a row at once, with the source, the value and the cure', () => {
    const mapping = mappingOf(
      '  annual_revenue: { from: R, transform: [decimal] }\n  billing_country: { from: C, transform: [country] }\n',
    );
    const mapped = mapRow(mapping, { Name: null, R: 'x'.repeat(500), C: '67000' });
    expect(
      mapped.kind === 'quarantined' && mapped.reasons.map(({ pointer, code }) => [pointer, code]),
    ).toEqual([
      ['Name', 'required_missing'],
      ['R', 'no_decimal'],
      ['C', 'unknown_country'],
    ]);
    for (const { message } of mapped.kind === 'quarantined' ? mapped.reasons : [])
      expect(message.length).toBeLessThan(250);
  });

  test('takes defaults for null, empty and absent values, also without a source', () => {
    const mapping = mappingOf('  industry: { from: I, default: other }\n  currency: { default: USD }\n');
    for (const row of [{ Name: 'n', I: '' }, { Name: 'n', I: null }, { Name: 'n' }]) {
      expect(event(mapRow(mapping, row)).data).toEqual({ name: 'n', industry: 'other', currency: 'USD' });
    }
  });

  test('filters before it maps', () => {
    const where =
      'where:\n  - { path: IsDeleted, not_equals: true }\n  - { path: Type, in: [A, 2] }\n  - { path: x.y, is_null: true }';
    const mapping = mappingOf('  annual_revenue: R\n', where);
    const row = { Name: 'n', R: '1', IsDeleted: 'FALSE', Type: 2, x: {} };
    expect(mapRow(mapping, row).kind).toBe('event');
    expect(mapRow(mapping, { ...row, IsDeleted: true, R: 'bad' }).kind).toBe('filtered');
    expect(mapRow(mapping, { ...row, Type: 'B' }).kind).toBe('filtered');
    expect(mapRow(mapping, { ...row, x: { y: 0 } }).kind).toBe('filtered');
    expect(mapRow(mapping, { ...row, IsDeleted: undefined }).kind).toBe('event');
  });

  test('leaves a lost field absent and pending, never null', () => {
    const mapping = mappingOf(
      '  industry: { from: a.b, default: x }\n  phone: { from: [P, c], transform: [phone] }\n',
    );
    const row = { Name: 'n', a: { b: 'old' }, P: '+4930123456', c: 'DE' };
    expect(event(mapRow(mapping, row, ['a'])).data).toEqual({ name: 'n', phone: '+4930123456' });
    expect(event(mapRow(mapping, row, ['a'])).pending).toEqual(['industry']);
    expect(event(mapRow(mapping, row, ['a.b', 'c'])).pending).toEqual(['industry', 'phone']);
    expect(event(mapRow(mapping, row, ['a.bb', 'a.b.c'])).pending).toEqual([]);
  });

  test('parks every row while a required field or a condition is lost', () => {
    const mapping = mappingOf('  industry: I\n', 'where: [{ path: T, equals: a }]');
    const row = { Name: 'n', T: 'a', I: 'i' };
    const byField = mapRow(mapping, row, ['Name']);
    expect(byField.kind === 'parked' && byField.reasons.map(({ code }) => code)).toEqual(['required_lost']);
    expect(mapRow(mapping, { ...row, T: 'b' }, ['Name']).kind).toBe('filtered');
    const byCondition = mapRow(mapping, row, ['T']);
    expect(byCondition.kind === 'parked' && byCondition.reasons.map(({ code }) => code)).toEqual([
      'condition_lost',
    ]);
  });

  test.each([
    ['industry', 'x\0y', 'unstorable_text'],
    ['industry', '\ud800', 'unstorable_text'],
    ['industry', 'x'.repeat(2000), 'too_long'],
    ['industry', { a: 1 }, 'wrong_type'],
    ['annual_revenue', '1e5x', 'wrong_type'],
    ['annual_revenue', '9'.repeat(39), 'wrong_type'],
    ['employee_count', '-1', 'out_of_range'],
    ['employee_count', '9007199254740993', 'out_of_range'],
    ['created_at', '2024-01-01 00:00:00', 'zone_missing'],
    ['created_at', '2023-02-29T00:00:00Z', 'wrong_type'],
    ['billing_country', 'Germany', 'wrong_format'],
    ['domain', 'x', 'wrong_format'],
  ] as const)('checks %s of %j last: %s', (field, value, code) => {
    const mapped = mapRow(mappingOf(`  ${field}: V\n`), { Name: 'n', V: value });
    expect(mapped.kind === 'quarantined' && mapped.reasons.map((reason) => reason.code)).toEqual([code]);
  });

  test('refuses columns that stand twice, and mappings that make no sense', () => {
    const mapping = mappingOf('');
    expect(() => compileMapping(mapping, { columns: ['Name', 'Name'] })).toThrow('Name stands twice');
    const wrong = {
      ...mapping,
      fields: { ...mapping.fields, nope: { from: ['x'], transforms: [], required: false } },
    };
    expect(() => compileMapping(wrong, { columns: [] })).toThrow(
      expect.objectContaining({ code: 'mapping_invalid' }) as Error,
    );
  });

  test('never throws on data, and gives the same again', () => {
    const mapping = mappingOf(
      '  industry: { from: a.b, transform: [trim, lower] }\n  annual_revenue: { from: c, transform: [decimal, { scale: 3 }] }\n' +
        '  created_at: { from: d, transform: [{ timestamp: { zone: Europe/Paris } }] }\n  phone: { from: [e, f], transform: [phone] }\n' +
        '  website: { from: f, transform: [url] }\n  billing_city: { from: "g[].h", transform: [{ join: "," }] }\n',
    );
    const map = compileMapping(mapping, { columns: ['Name', 'a', 'c', 'd', 'e', 'f', 'g'] });
    const cell = fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 7, maxLength: 7 }), (row) => {
        expect(map(row as Cell[])).toEqual(map(row as Cell[]));
      }),
      { numRuns: 300 },
    );
  });
});

describe('formerly', () => {
  const renamed = mappingOf(
    '  annual_revenue: { from: turnover, formerly: { from: revenue, transform: [{ scale: 1000 }] } }\n',
  );

  test('reads records that were stored under the former name, and takes it out of their extras', () => {
    expect(event(mapRow(renamed, { Name: 'n', revenue: 2 }))).toMatchObject({
      data: { annual_revenue: '2000' },
      extras: {},
    });
  });

  test('leaves a column of the former name alone where there is the new one, even an empty one', () => {
    expect(event(mapRow(renamed, { Name: 'n', turnover: null, revenue: 2 }))).toMatchObject({
      data: { annual_revenue: null },
      extras: { revenue: 2 },
    });
  });

  test('a lost source is pending, but not in records that hold the former one', () => {
    expect(event(mapRow(renamed, { Name: 'n' }, ['turnover'])).pending).toEqual(['annual_revenue']);
    expect(event(mapRow(renamed, { Name: 'n', revenue: 2 }, ['turnover'])).pending).toEqual([]);
  });

  test('the loss of a former source is pending where nothing else is held', () => {
    expect(event(mapRow(renamed, { Name: 'n' }, ['revenue'])).pending).toEqual(['annual_revenue']);
    expect(event(mapRow(renamed, { Name: 'n', turnover: 2 }, ['revenue'])).pending).toEqual([]);
    expect(event(mapRow(renamed, { Name: 'n' })).pending).toEqual([]);
  });

  test('put in force for columns it makes the same of every row, by the source that they hold', () => {
    const back = inForce(renamed, new Set(['Name', 'revenue']));
    expect(back.fields['annual_revenue']).toMatchObject({
      from: ['revenue'],
      formerly: { from: ['turnover'] },
    });
    for (const row of [{ revenue: 2 }, { turnover: 3 }, {}])
      expect(mapRow(back, { Name: 'n', ...row })).toEqual(mapRow(renamed, { Name: 'n', ...row }));
    expect(inForce(renamed, new Set(['Name', 'turnover', 'revenue']))).toBe(renamed);
    expect(inForce(renamed, new Set(['Name']))).toBe(renamed);
  });

  test('goes on to still older names, and into documents', () => {
    const mapping = mappingOf(
      '  billing_city: { from: a.town, formerly: { from: a.city, formerly: place } }\n',
    );
    expect(event(mapRow(mapping, { Name: 'n', a: { city: 'c', zip: 'z' } }))).toMatchObject({
      data: { billing_city: 'c' },
      extras: { a: { zip: 'z' } },
    });
    expect(event(mapRow(mapping, { Name: 'n', place: 'p' })).data['billing_city']).toBe('p');
  });

  test('tries the former transforms on values that the present ones refuse', () => {
    const mapping = mappingOf(
      '  annual_revenue: { from: r, transform: [{ decimal: { decimal_mark: "," } }], formerly: { from: r } }\n',
    );
    expect(event(mapRow(mapping, { Name: 'n', r: '1.234,5' })).data['annual_revenue']).toBe('1234.5');
    expect(event(mapRow(mapping, { Name: 'n', r: '1.5' })).data['annual_revenue']).toBe('1.5');
    expect(mapRow(mapping, { Name: 'n', r: 'many' }).kind).toBe('quarantined');
  });

  test('holds for conditions, and survives rendering', () => {
    const mapping = mappingOf('', 'where:\n  - { path: kind, formerly: type, equals: a }');
    expect(mapRow(mapping, { Name: 'n', type: 'a' }).kind).toBe('event');
    expect(mapRow(mapping, { Name: 'n', kind: 'b', type: 'a' }).kind).toBe('filtered');
    for (const each of [mapping, renamed]) expect(parseMapping(renderMapping(each))).toEqual(each);
  });
});
