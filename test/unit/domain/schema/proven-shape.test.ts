import { despiteFew, isEmptied, provenShape, withKnownKey } from '../../../../domain/schema/proven-shape.ts';
import type { SourceField, SourceObject } from '../../../../domain/schema/types.ts';

const file = (
  fields: readonly (readonly [string, SourceField['type']])[],
  key: readonly string[],
  rowEstimate: number,
): SourceObject => ({
  name: 'accounts.csv',
  kind: 'file',
  fields: fields.map(([name, type]) => ({ name, type, nullable: true })),
  key,
  changeFields: [],
  rowEstimate,
  access: 'granted',
});

const full = file(
  [
    ['id', 'integer'],
    ['name', 'string'],
  ],
  ['id'],
  2,
);
const typesOf = ({ fields }: SourceObject) => fields.map(({ name, type }) => `${name} ${type}`);

test('a header without rows keeps the types and the key that were last seen', () => {
  const empty = file(
    [
      ['id', 'null'],
      ['name', 'null'],
      ['more', 'null'],
    ],
    [],
    0,
  );
  const proven = provenShape(empty, full);
  expect([typesOf(proven), proven.key]).toEqual([['id integer', 'name string', 'more null'], ['id']]);
});

test('a column that is gone is gone, and with it the key', () => {
  const proven = provenShape(file([['name', 'null']], [], 0), full);
  expect([typesOf(proven), proven.key]).toEqual([['name string'], []]);
});

test('without a header nothing is said of columns and key', () => {
  const proven = provenShape(file([], [], 0), full);
  expect([typesOf(proven), proven.key]).toEqual([['id integer', 'name string'], ['id']]);
});

test('only files and sheets that can be read and hold nothing are meant', () => {
  const empty = file([['id', 'null']], [], 0);
  expect([isEmptied(empty), isEmptied(full)]).toEqual([true, false]);
  expect(isEmptied({ ...empty, kind: 'table' })).toBe(false);
  expect(isEmptied({ ...empty, access: 'lost' })).toBe(false);
});

describe('a column with a few odd cells', () => {
  const field = (name: string, more: Partial<SourceField>): SourceField => ({
    name,
    type: 'string',
    nullable: true,
    ...more,
  });
  const holding = (...fields: readonly SourceField[]): SourceObject => ({ ...full, fields });

  test('stays what it was, before and after them', () => {
    const whole = holding(field('id', { type: 'integer' }));
    const odd = holding(field('id', { almost: ['integer', 'decimal'] }));
    expect(typesOf(despiteFew(odd, whole))).toEqual(['id integer']);
    expect(typesOf(despiteFew(whole, odd))).toEqual(['id string']);
  });

  test('is another where it was something else, or another clock', () => {
    const odd = holding(
      field('at', { almost: ['timestamp'], zoned: false }),
      field('new', { almost: ['date'] }),
    );
    const dates = holding(field('at', { type: 'date' }));
    const zoned = holding(field('at', { type: 'timestamp', zoned: true }));
    for (const before of [dates, zoned])
      expect(typesOf(despiteFew(odd, before))).toEqual(['at string', 'new string']);
  });
});

test('a key that some rows repeat is still the key, as long as its columns are there', () => {
  const fields = [
    ['id', 'integer'],
    ['name', 'string'],
  ] as const;
  expect(withKnownKey(file(fields, [], 3), full).key).toEqual(['id']);
  expect(withKnownKey(file(fields, ['name'], 3), full).key).toEqual(['id']);
  expect(withKnownKey(file([['name', 'string']], ['name'], 3), full).key).toEqual(['name']);
  expect(withKnownKey(full, file(fields, [], 3)).key).toEqual(['id']);
});
