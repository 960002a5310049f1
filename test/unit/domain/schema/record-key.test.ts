import { isKeyPromised, keyDoubts, keyLoss } from '../../../../domain/schema/record-key.ts';
import type { FieldType, SourceObject } from '../../../../domain/schema/types.ts';

const object = (
  key: readonly string[],
  more: Partial<SourceObject> = {},
  idType: FieldType = 'integer',
): SourceObject => ({
  name: 'firms',
  kind: 'table',
  fields: ['id', 'region', 'cust.no'].map((name) => ({
    name,
    type: name === 'id' ? idType : 'string',
    nullable: false,
  })),
  key,
  changeFields: [],
  access: 'granted',
  ...more,
});

test("a record key is promised where it holds all of the object's own", () => {
  expect(isKeyPromised(['id'], object(['id']))).toBe(true);
  expect(isKeyPromised(['region', 'id'], object(['id']))).toBe(true);
  expect(isKeyPromised(['"cust.no"'], object(['cust.no']))).toBe(true);
  expect(isKeyPromised(['id'], object(['id', 'region']))).toBe(false);
  expect(isKeyPromised(['id'], object([]))).toBe(false);
  expect(isKeyPromised([], object([]))).toBe(false);
});

const loss = (
  key: readonly string[],
  baseline: SourceObject,
  current: SourceObject,
  lost: readonly string[] = [],
) => keyLoss({ key, changeField: null, baseline, current }, lost);

test('an object is not read once its key is gone, of another type, or promises less than it did', () => {
  const before = object(['id']);
  expect(loss(['id'], before, before)).toBeNull();
  expect(loss(['id'], before, object(['id'], { fields: [] }))).toContain('no longer has id');
  expect(loss(['id'], before, object(['id'], {}, 'string'), ['id'])).toContain('another type');
  expect(loss(['id'], before, object(['id', 'region']))).toContain('it is id, region now');
  expect(loss(['id'], before, object([]))).toContain('it has none now');
  expect(loss(['"cust.no"'], object(['cust.no']), object(['cust.no']))).toBeNull();
});

test('a wider key, one that promised nothing before, and what rows of files look like stop no reading', () => {
  expect(loss(['id', 'region'], object(['id']), object(['id', 'region']))).toBeNull();
  expect(loss(['region'], object(['id']), object([]))).toBeNull();
  const file = { kind: 'file' as const };
  expect(loss(['id'], object(['id'], file), object([], file))).toBeNull();
  expect(loss(['id'], object(['id'], file), object(['id'], file, 'string'), ['id'])).toBeNull();
});

test('each change of a record key is a doubt that keeps a repair from being applied by itself', () => {
  const before = object(['id']);
  const doubts = (current: SourceObject, lost: readonly string[] = []) =>
    keyDoubts({ key: ['id'], baseline: before, current }, lost);
  expect(doubts(before)).toEqual([]);
  expect(doubts(object(['id', 'region']))).toHaveLength(1);
  expect(doubts(object(['id'], {}, 'string'), ['id'])).toEqual([
    'id is part of the record key and of another type now: other values make other records',
  ]);
  expect(doubts(object(['region'], { fields: [] }))).toEqual([]);
});
