import { isEmptied, provenShape } from '../../../../domain/schema/proven-shape.ts';
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

test('only files and sheets that can be read and hold nothing are meant', () => {
  const empty = file([['id', 'null']], [], 0);
  expect([isEmptied(empty), isEmptied(full)]).toEqual([true, false]);
  expect(isEmptied({ ...empty, kind: 'table' })).toBe(false);
  expect(isEmptied({ ...empty, access: 'lost' })).toBe(false);
});
