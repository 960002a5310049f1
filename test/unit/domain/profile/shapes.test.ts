import { ObjectSketch } from '../../../../domain/profile/object-sketch.ts';
import { emptyRate, fieldOf } from '../../../../domain/profile/profile.ts';
import { shapesOf } from '../../../../domain/profile/shapes.ts';

const rows = [
  ['ann@example.com', '1250', '2024-01-31', 'Ann Lee'],
  ['bob@example.org', '990', '2024-02-01', ''],
  ['eve@example.net', '1800.5', null, 'Eve'],
  ['', '0.25', '2024-02-02', 'Bo'],
];
const sketch = new ObjectSketch(['email', 'amount', 'day', 'name']);
sketch.add(['email', 'amount', 'day', 'name'], rows);
const profile = sketch.profile();
const shapes = (name: string) => shapesOf(fieldOf(profile, name)!);

test('shapes tell what values look like, the most frequent first, and hold none of them', () => {
  expect(shapes('email')).toEqual(['a@a.a']);
  expect(shapes('day')).toEqual(['9999-99-99']);
  expect(shapes('amount')).toEqual(['9999', '0.9', '999']);
  expect(shapes('name')).toEqual(['a', 'a a']);
  const told = ['email', 'amount', 'day', 'name'].flatMap(shapes).join(' ');
  for (const cell of rows.flat()) if (cell) expect(told).not.toContain(cell);
});

test('the share of empties counts what is absent, null or blank', () => {
  expect(['email', 'amount', 'day', 'name'].map((name) => emptyRate(fieldOf(profile, name)!))).toEqual([
    0.25, 0, 0.25, 0.25,
  ]);
});
