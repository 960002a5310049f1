import { compareFields } from '../../../../domain/schema/compare-fields.ts';
import type { SourceField, SourceObject } from '../../../../domain/schema/types.ts';

const object = (fields: readonly SourceField[], key: readonly string[] = []): SourceObject => ({
  name: 'orders',
  kind: 'table',
  fields,
  key,
  changeFields: [],
  access: 'granted',
});
const field = (name: string, type: SourceField['type'], more: Partial<SourceField> = {}): SourceField => ({
  name,
  type,
  nullable: true,
  ...more,
});

test('added, removed, changed and the same, in the order of the later version, what is lost last', () => {
  const before = object(
    [
      field('id', 'integer', { nullable: false }),
      field('total', 'integer'),
      field('note', 'string'),
      field('at', 'timestamp', { zoned: true }),
    ],
    ['id'],
  );
  const after = object(
    [
      field('id', 'integer', { nullable: false }),
      field('town', 'string'),
      field('total', 'decimal', { scale: 2 }),
      field('at', 'timestamp', { zoned: true, nullable: false }),
    ],
    ['id'],
  );
  expect(compareFields(before, after)).toEqual([
    { name: 'id', before: 'integer, never empty, key', after: 'integer, never empty, key', change: 'same' },
    { name: 'town', before: null, after: 'string', change: 'added' },
    { name: 'total', before: 'integer', after: 'decimal .2', change: 'retyped' },
    { name: 'at', before: 'timestamp zoned', after: 'timestamp zoned, never empty', change: 'retyped' },
    { name: 'note', before: 'string', after: null, change: 'removed' },
  ]);
});

test('a version beside itself differs in nothing', () => {
  const one = object([field('id', 'integer'), field('name', 'string')]);
  expect(compareFields(one, one).map(({ change }) => change)).toEqual(['same', 'same']);
});
