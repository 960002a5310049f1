import { ShapeWatch } from '../../../../activities/reading/shape-watch.ts';
import { parseMapping } from '../../../../domain/mapping/parse.ts';
import type { SourceField, SourceObject } from '../../../../domain/schema/types.ts';

const objectOf = (
  kind: SourceObject['kind'],
  fields: Readonly<Record<string, SourceField['type']>>,
): SourceObject => ({
  name: 'firms',
  kind,
  fields: Object.entries(fields).map(([name, type]) => ({ name, type, nullable: true })),
  key: ['id'],
  changeFields: [],
  access: 'granted',
});
const mapping = parseMapping(
  'system: supabase\nobject: firms\nentity: account\nversion: 1\nkey: id\nfields:\n  name: title\n  website: site.x\n',
);
const batchOf = (row: Readonly<Record<string, never>>) => ({
  columns: Object.keys(row),
  rows: [Object.values(row)],
  cursor: null,
});
const flat = batchOf({ id: 1, title: 'A', site: { y: 1 }, 'site.x': 'www' } as never);

test('a column that is called like a path is that column, beside one that the path could lead into', () => {
  const table = objectOf('table', { id: 'integer', title: 'string', site: 'json', 'site.x': 'string' });
  const watch = new ShapeWatch(table, [mapping]);
  expect(watch.surprise(flat)).toBeNull();
  // Without it the path would lead into the other one.
  expect(watch.surprise(batchOf({ id: 1, title: 'A', site: { x: 'other' } } as never))).toEqual([]);
});

test('what was looked at once is no surprise again', () => {
  const file = objectOf('file', { id: 'integer', title: 'string', site: 'object', 'site.x': 'string' });
  expect(new ShapeWatch(file, [mapping]).surprise(flat)).toEqual(['site.x']);
  expect(new ShapeWatch(file, [mapping], flat).surprise(flat)).toBeNull();
});
