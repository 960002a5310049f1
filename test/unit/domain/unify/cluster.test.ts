import fc from 'fast-check';
import { clusterOptions, clusterRecords } from '../../../../domain/unify/cluster.ts';
import type { HardLinks, ScoredPairs } from '../../../../domain/unify/cluster.ts';
import { confidences } from '../../../../domain/unify/confidence.ts';
import { hardLinks } from '../../../../domain/unify/constraints.ts';

type Pair = readonly [number, number, number];

const scored = (pairs: readonly Pair[]): ScoredPairs => ({
  left: Int32Array.from(pairs, ([l]) => l),
  right: Int32Array.from(pairs, ([, r]) => r),
  bits: Float64Array.from(pairs, ([, , bits]) => bits),
});
const groups = (records: number, pairs: readonly Pair[], hard?: HardLinks): number[] => [
  ...clusterRecords(records, scored(pairs), hard),
];

const records = 8;
const somePairs = fc.uniqueArray(
  fc
    .tuple(fc.nat(records - 1), fc.nat(records - 1), fc.integer({ min: -12, max: 12 }))
    .filter(([a, b]) => a < b),
  { selector: ([a, b]) => a * records + b, maxLength: 28 },
);

describe('clusterRecords', () => {
  it('puts strong pairs together and names a group by its smallest record', () => {
    expect(
      groups(5, [
        [1, 3, 8],
        [3, 4, 7],
        [1, 4, 6],
      ]),
    ).toEqual([0, 1, 2, 1, 1]);
  });

  it('cuts a chain of links at its weakest', () => {
    // 0-1-2 and 3-4-5 are each sure; one doubtful pair holds them together.
    const chain: Pair[] = [
      [0, 1, 9],
      [1, 2, 9],
      [0, 2, 9],
      [3, 4, 9],
      [4, 5, 9],
      [3, 5, 9],
      [2, 3, 2],
    ];
    expect(groups(6, chain)).toEqual([0, 0, 0, 3, 3, 3]);
  });

  it('gives the same groups in whatever order pairs come, even of equal strength', () => {
    fc.assert(
      fc.property(
        somePairs.chain((pairs) =>
          fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length })),
        ),
        ([pairs, shuffled]) => {
          expect(groups(records, shuffled)).toEqual(groups(records, pairs));
        },
      ),
    );
  });

  it('only puts records together whose mean evidence supports it, seen and unseen pairs alike', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const labels = groups(records, pairs);
        const known = new Map(pairs.map(([l, r, bits]) => [l * records + r, bits]));
        for (const root of new Set(labels)) {
          const members = labels.flatMap((label, record) => (label === root ? [record] : []));
          if (members.length < 2) continue;
          const all = members.flatMap((a) =>
            members
              .filter((b) => b > a)
              .map((b) => Math.max(-10, Math.min(10, known.get(a * records + b) ?? clusterOptions.unseen))),
          );
          expect(all.reduce((sum, bits) => sum + bits, 0) / all.length).toBeGreaterThanOrEqual(
            clusterOptions.threshold,
          );
        }
      }),
    );
  });

  it('obeys people: merges what is far, splits what is near, whatever the rest says', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const together = groups(records, pairs, { together: [[0, 7]], apart: [[1, 6]] });
        expect(together[0]).toBe(together[7]);
        expect(together[1]).not.toBe(together[6]);
      }),
    );
  });

  it('never puts two records of an exclusive source together', () => {
    const hard = { together: [], apart: [], exclusive: Int32Array.from([1, 1, 2, -1]) };
    const pairs: Pair[] = [
      [0, 1, 9],
      [0, 2, 9],
      [1, 2, 8],
      [2, 3, 9],
    ];
    expect(groups(4, pairs, hard)).toEqual([0, 1, 0, 0]);
    expect(groups(2, [[0, 1, 12]], { ...hard, exclusive: Int32Array.from([3, 3]) })).toEqual([0, 1]);
  });

  it('says how sure a place is: by the mean evidence in company, by the strongest rival alone', () => {
    const pairs = scored([
      [0, 1, 2],
      [1, 2, -1],
    ]);
    const labels = clusterRecords(3, pairs);
    const [first, second, third] = confidences(labels, pairs, clusterOptions.unseen);
    expect(first).toBeCloseTo(0.8);
    expect(second).toBeCloseTo(0.8);
    expect(third).toBeCloseTo(2 / 3);
  });
});

describe('hardLinks', () => {
  const keys = new Map([
    ['a', 0],
    ['b', 1],
    ['c', 2],
    ['d', 3],
  ]);
  const links = (...constraints: Parameters<typeof hardLinks>[0]): HardLinks =>
    hardLinks(constraints, (key) => keys.get(key));

  it('lets the later decision on a pair win, and passes over records that are gone', () => {
    expect(
      links({ kind: 'merge', records: ['a', 'b', 'gone'] }, { kind: 'split', groups: [['a'], ['b', 'c']] }),
    ).toEqual({
      together: [],
      apart: [
        [0, 1],
        [0, 2],
      ],
    });
  });

  it('keeps records pinned to one golden record together and those of different ones apart', () => {
    expect(
      links(
        { kind: 'pin', record: 'a', golden: 'g1' },
        { kind: 'pin', record: 'b', golden: 'g1' },
        { kind: 'pin', record: 'd', golden: 'g2' },
      ),
    ).toEqual({
      together: [[0, 1]],
      apart: [
        [0, 3],
        [1, 3],
      ],
    });
  });
});
