import fc from 'fast-check';
import type { Cell } from '../../../../domain/json.ts';
import { distinctCount, distinctRatio, valueOverlap } from '../../../../domain/profile/compare.ts';
import { FieldSketch } from '../../../../domain/profile/field-sketch.ts';
import { ObjectSketch } from '../../../../domain/profile/object-sketch.ts';
import { emptyRate, mergeObjects, mergeProfiles, nullRate } from '../../../../domain/profile/profile.ts';

const profile = (values: readonly Cell[]) => {
  const sketch = new FieldSketch();
  for (const value of values) sketch.add(value);
  return sketch.profile(values.length);
};
const cell = fc.oneof(
  fc.string({ maxLength: 100 }),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.integer().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.boolean(),
  fc.constant(['x']),
  fc.constant({ y: 1 }),
  fc.constant(null),
  fc.constant(undefined),
  fc.constant('  '),
);
const cells = fc.array(cell, { maxLength: 60 });
/** Enough different values to overflow what is kept; of no more than a thousand the shape of each is looked at. */
const manyCells = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 480 });
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);

describe('field profiles', () => {
  it('merge to what one profile of all rows says, exactly', () => {
    fc.assert(
      fc.property(fc.oneof(cells, manyCells), fc.oneof(cells, manyCells), (a, b) => {
        expect(mergeProfiles(profile(a), profile(b))).toEqual(profile([...a, ...b]));
      }),
    );
  });

  it('merge the same in any order and grouping', () => {
    fc.assert(
      fc.property(manyCells, cells, manyCells, (a, b, c) => {
        const [x, y, z] = [profile(a), profile(b), profile(c)];
        expect(mergeProfiles(x, y)).toEqual(mergeProfiles(y, x));
        expect(mergeProfiles(mergeProfiles(x, y), z)).toEqual(mergeProfiles(x, mergeProfiles(y, z)));
      }),
    );
  });

  it('are the same in whatever order the rows come', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 40 }), (values) => {
        expect(profile([...values].reverse())).toEqual(profile(values));
      }),
    );
  });

  it('count absent paths, nulls and blanks apart', () => {
    const seen = profile([null, undefined, 'x', '', ' \t']);
    expect(seen).toMatchObject({ count: 4, absent: 1, nulls: 1, blanks: 2 });
    expect(nullRate(seen)).toBeCloseTo(1 / 4);
    expect(emptyRate(seen)).toBeCloseTo(4 / 5);
  });

  it('stay small and close to the truth with many values', () => {
    const many = profile(numbers(0, 50_000));
    expect(JSON.stringify(many).length).toBeLessThan(10_000);
    expect(Math.abs(distinctCount(many) / 50_000 - 1)).toBeLessThan(0.2);
    expect(distinctRatio(many)).toBeGreaterThan(0.8);
    expect(many).toMatchObject({ count: 50_000, smallest: 0, largest: 49_999, zeros: 1 });
    expect(distinctCount(profile([...numbers(0, 200), ...numbers(0, 200)]))).toBe(200);
  });

  it('tell how many values two fields share, whatever type they have now', () => {
    const overlap = (a: readonly Cell[], b: readonly Cell[]) => valueOverlap(profile(a), profile(b)) ?? NaN;
    expect(overlap(numbers(0, 5000), numbers(0, 5000).map(String))).toBe(1);
    expect(overlap(numbers(0, 5000), numbers(5000, 10_000))).toBe(0);
    expect(overlap(numbers(0, 4000), numbers(2000, 6000))).toBeCloseTo(0.5, 0.7);
    expect(valueOverlap(profile([]), profile(['a']))).toBeUndefined();
  });

  it('know numbers written as text, dates and shapes', () => {
    const seen = profile(['-12.5', '7', '0', '007', '1e5', '12345678901234567890123', '3/29/2024', 'Änne 7']);
    expect(seen).toMatchObject({ smallest: -12.5, largest: 7, zeros: 1, negatives: 1, dateParts: [1, 0, 1] });
    expect(seen.masks.map(([, , mask]) => mask).sort()).toEqual(
      ['9'.repeat(23), '9/99/9999', '9a9', 'a 9'].sort(),
    );
  });

  it('hold no value in clear', () => {
    expect(JSON.stringify(profile(['Ada Lovelace', 'ada@example.org']))).not.toMatch(/ada|lovelace|example/i);
  });
});

describe('object profiles', () => {
  it('hold columns and nested values, and count rows without a column as absent', () => {
    const sketch = new ObjectSketch(['id', 'address', 'address.city', 'tags', 'tags[].name']);
    sketch.add(
      ['id', 'address'],
      [
        [1, { city: 'Rome' }],
        [2, null],
        [3, {}],
      ],
    );
    sketch.add(['id', 'tags'], [[4, [{ name: 'x' }]]]);
    const { rows, fields } = sketch.profile();
    expect(rows).toBe(4);
    expect(Object.keys(fields).sort()).toEqual(['address', 'address.city', 'id', 'tags']);
    expect(fields['address.city']).toMatchObject({ count: 2, nulls: 1, absent: 2 });
    expect(fields['tags']).toMatchObject({ count: 1, absent: 3, kinds: { array: 1 } });
  });

  it('merge fields that only one of them has, whatever their names', () => {
    const one = new ObjectSketch([]);
    one.add(['a', 'constructor'], [['x', 1]]);
    const other = new ObjectSketch([]);
    other.add(
      ['__proto__', 'b'],
      [
        ['y', null],
        ['z', 2],
      ],
    );
    const merged = mergeObjects(one.profile(), other.profile());
    expect(merged).toEqual(mergeObjects(other.profile(), one.profile()));
    expect(merged.rows).toBe(3);
    expect(Object.entries(merged.fields).map(([name, { absent }]) => [name, absent])).toEqual([
      ['__proto__', 1],
      ['a', 2],
      ['b', 1],
      ['constructor', 2],
    ]);
  });
});
