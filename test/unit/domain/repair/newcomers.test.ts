import { newcomers, withoutFields } from '../../../../domain/repair/newcomers.ts';
import type { SourceObject } from '../../../../domain/schema/types.ts';

const shape = (...names: readonly string[]): SourceObject => ({
  name: 'firms',
  kind: 'table',
  key: ['id'],
  changeFields: [],
  access: 'granted',
  fields: names.map((name) => ({ name, type: 'string', nullable: true })),
});

const baseline = shape('id', 'sector', 'old', 'business_sector', 'read');
const nobody = () => false;

test('a field counts that came after a lost one and that nothing reads', () => {
  const earlier = [shape('id', 'sector', 'old')];
  expect(newcomers({ baseline, earlier }, ['sector'], (field) => field === 'read')).toEqual([
    'business_sector',
  ]);
});

test('a field that was there as long as the lost one is another thing, and so is one that came before it', () => {
  expect(newcomers({ baseline, earlier: [] }, ['sector'], nobody)).toEqual([]);
  expect(newcomers({ baseline, earlier: [baseline] }, ['sector'], nobody)).toEqual([]);
  const earlier = [shape('id', 'old')];
  expect(newcomers({ baseline, earlier }, ['business_sector'], nobody)).toEqual([]);
});

test('nothing is a newcomer where nothing is lost, and a lost field is none', () => {
  const earlier = [shape('id', 'sector', 'old')];
  expect(newcomers({ baseline, earlier }, [], nobody)).toEqual([]);
  expect(newcomers({ baseline, earlier }, ['sector', 'business_sector'], nobody)).toEqual(['read']);
});

test('the approved shape is told without them', () => {
  expect(withoutFields(baseline, ['read', 'old']).fields.map(({ name }) => name)).toEqual([
    'id',
    'sector',
    'business_sector',
  ]);
});
