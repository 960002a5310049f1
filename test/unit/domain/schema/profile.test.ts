import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Cell } from '../../../../domain/json.ts';
import {
  chanceOfEqual,
  distinctCount,
  distinctRatio,
  mergeProfiles,
  nullRate,
  valueOverlap,
} from '../../../../domain/schema/profile.ts';
import { ProfileSketch } from '../../../../domain/schema/profile-sketch.ts';

const hash = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6);
const profile = (values: readonly Cell[]) => {
  const sketch = new ProfileSketch(hash);
  for (const value of values) sketch.add(value);
  return sketch.profile();
};
const cells = fc.array(
  fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
  ),
  { maxLength: 60 },
);
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);

describe('field profiles', () => {
  it('merge to what one profile of all rows says', () => {
    fc.assert(
      fc.property(cells, cells, (a, b) => {
        const { masks: _masks, top: _top, ...merged } = mergeProfiles(profile(a), profile(b));
        const { masks: _allMasks, top: _allTop, ...all } = profile([...a, ...b]);
        expect(merged).toEqual(all);
      }),
    );
  });

  it('merge the same in either order', () => {
    fc.assert(
      fc.property(cells, cells, (a, b) => {
        expect(mergeProfiles(profile(a), profile(b))).toEqual(mergeProfiles(profile(b), profile(a)));
      }),
    );
  });

  it('count absent paths and nulls apart', () => {
    const seen = profile([null, undefined, 'x', '']);
    expect(seen).toMatchObject({ count: 3, absent: 1, nulls: 1, empties: 1 });
    expect(nullRate(seen)).toBeCloseTo(1 / 3);
  });

  it('stay small and close to the truth with many values', () => {
    const many = profile(numbers(0, 50_000));
    expect(JSON.stringify(many).length).toBeLessThan(10_000);
    expect(Math.abs(distinctCount(many) / 50_000 - 1)).toBeLessThan(0.2);
    expect(distinctRatio(many)).toBeGreaterThan(0.8);
    expect(many).toMatchObject({ smallest: 0, largest: 49_999, zeros: 1 });
  });

  it('tell how many values two fields share, whatever type they have now', () => {
    expect(valueOverlap(profile(numbers(0, 5000)), profile(numbers(0, 5000).map(String)))).toBe(1);
    expect(valueOverlap(profile(numbers(0, 5000)), profile(numbers(5000, 10_000)))).toBe(0);
    const half = valueOverlap(profile(numbers(0, 4000)), profile(numbers(2000, 6000)));
    expect(half).toBeGreaterThan(0.35);
    expect(half).toBeLessThan(0.65);
  });

  it('know how often equal values meet by chance', () => {
    expect(chanceOfEqual(profile(['a', 'a', 'a', 'b']))).toBeCloseTo(0.625);
    expect(chanceOfEqual(profile([]))).toBe(0);
  });

  it('hold no value in clear', () => {
    expect(JSON.stringify(profile(['Ada Lovelace', 'ada@example.org']))).not.toMatch(/ada|lovelace|example/i);
  });
});
