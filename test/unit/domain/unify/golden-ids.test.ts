import fc from 'fast-check';
import { assignGoldenIds } from '../../../../domain/unify/golden-ids.ts';

const mint = (key: string, attempt: number): string => `golden-${key}${attempt === 0 ? '' : `-${attempt}`}`;
const assign = (
  clusters: string[][],
  stored: Record<string, string> = {},
  pins: Record<string, string> = {},
) =>
  assignGoldenIds({
    clusters,
    stored: new Map(Object.entries(stored)),
    pins: new Map(Object.entries(pins)),
    mint,
  });

describe('assignGoldenIds', () => {
  it('mints from the smallest key and keeps ids when records are added', () => {
    expect(assign([['b', 'a'], ['c']]).ids).toEqual(['golden-a', 'golden-c']);
    expect(assign([['0', 'a', 'b'], ['c']], { a: 'golden-a', b: 'golden-a', c: 'golden-c' })).toEqual({
      ids: ['golden-a', 'golden-c'],
      redirects: new Map(),
    });
  });

  it('gives a merged cluster the id of most of its records and redirects the other', () => {
    const merged = assign([['a', 'b', 'c']], { a: 'x', b: 'y', c: 'y' });
    expect(merged).toEqual({ ids: ['y'], redirects: new Map([['x', 'y']]) });
  });

  it('leaves the id of a split cluster with most of its records and never mints one that was used', () => {
    const split = assign([['b', 'c'], ['a']], { a: 'golden-a', b: 'golden-a', c: 'golden-a' });
    expect(split).toEqual({ ids: ['golden-a', 'golden-a-1'], redirects: new Map() });
  });

  it('follows a pin before the count', () => {
    expect(assign([['a'], ['b', 'c']], { a: 'g', b: 'g', c: 'g' }, { a: 'g' }).ids).toEqual([
      'g',
      'golden-b',
    ]);
  });

  it('gives each cluster one id of its own, in whatever order clusters and records come', () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    const world = fc.record({
      label: fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
      stored: fc.array(fc.option(fc.constantFrom('p', 'q', 'r'), { nil: undefined }), {
        minLength: 6,
        maxLength: 6,
      }),
      seed: fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }),
    });
    fc.assert(
      fc.property(world, ({ label, stored, seed }) => {
        const known: Record<string, string> = {};
        for (const [index, id] of stored.entries()) if (id !== undefined) known[keys[index] ?? ''] = id;
        const clusters = [...Map.groupBy(keys, (key) => label[keys.indexOf(key)] ?? 0).values()];
        const order = (key: string): number => seed[keys.indexOf(key)] ?? 0;
        const shuffled = clusters
          .map((cluster) => [...cluster].sort((a, b) => order(a) - order(b)))
          .sort((a, b) => order(a[0] ?? '') - order(b[0] ?? ''));
        const [one, other] = [assign(clusters, known), assign(shuffled, known)];
        const idOf = ({ ids }: typeof one, of: string[][]): Map<string, string> =>
          new Map(of.flatMap((cluster, index) => cluster.map((key) => [key, ids[index] ?? ''])));
        for (const key of keys) expect(idOf(other, shuffled).get(key)).toBe(idOf(one, clusters).get(key));
        expect(new Set(one.ids).size).toBe(clusters.length);
        expect(other.redirects).toEqual(one.redirects);
        for (const [gone, heir] of one.redirects) {
          expect(one.ids).not.toContain(gone);
          expect(one.ids).toContain(heir);
        }
      }),
    );
  });
});
