import fc from 'fast-check';
import { assign } from '../../../../domain/repair/assignment.ts';

/** The greatest sum of gains over all one-to-one pairings, found by trying every one. */
function bestByTrying(gains: readonly (readonly number[])[], row = 0, used = new Set<number>()): number {
  const line = gains[row];
  if (line === undefined) return 0;
  let best = bestByTrying(gains, row + 1, used);
  line.forEach((gain, column) => {
    if (gain <= 0 || used.has(column)) return;
    best = Math.max(best, gain + bestByTrying(gains, row + 1, new Set([...used, column])));
  });
  return best;
}

const tables = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: -4, max: 9 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

describe('assign', () => {
  it('finds the greatest sum, each column once, and never a gain of nothing', () => {
    fc.assert(
      fc.property(tables, (gains) => {
        const columns = assign(gains);
        const taken = columns.filter((column) => column >= 0);
        expect(new Set(taken).size).toBe(taken.length);
        const picked = columns.map((column, row) => (column < 0 ? 0 : (gains[row]?.[column] ?? 0)));
        expect(picked.every((gain, row) => (columns[row] ?? -1) < 0 || gain > 0)).toBe(true);
        expect(picked.reduce((sum, gain) => sum + gain, 0)).toBe(bestByTrying(gains));
      }),
    );
  });

  it('gives a few columns to the best of thousands of rows, and the other way round', () => {
    const gain = (many: number, few: number): number => (many % 7 === 0 && many / 7 === few ? 2 : 1);
    const [many, few] = [6_000, 30];
    const tall = Array.from({ length: many }, (_, i) => Array.from({ length: few }, (__, j) => gain(i, j)));
    const flat = Array.from({ length: few }, (_, i) => Array.from({ length: many }, (__, j) => gain(j, i)));
    const best = Array.from({ length: few }, (_, i) => i * 7);
    expect(assign(tall).flatMap((column, row) => (column < 0 ? [] : [row]))).toEqual(best);
    expect(assign(flat)).toEqual(best);
  });

  it('answers nothing for nothing', () => {
    expect(assign([])).toEqual([]);
    expect(assign([[], []])).toEqual([-1, -1]);
  });
});
