import fc from 'fast-check';
import { blockLimits } from '../../../../domain/unify/block-limits.ts';
import { estimateModel } from '../../../../domain/unify/estimate.ts';
import { explainPair } from '../../../../domain/unify/explain.ts';
import { evidenceOf, placeValues } from '../../../../domain/unify/model.ts';
import type { PatternCounts } from '../../../../domain/unify/model.ts';
import type { Comparison, UnifyPlan } from '../../../../domain/unify/plan.ts';

const comparison = (name: string): Comparison => ({
  name,
  title: name,
  shows: [name],
  missing: 'false',
  levels: [
    { name: 'the same', when: '', m: 0.6, u: 0.1 },
    { name: 'different', when: 'true', m: 0.4, u: 0.9 },
  ],
});
const plan: UnifyPlan = {
  entity: 'account',
  inputs: [],
  features: [],
  comparisons: ['a', 'b', 'c', 'd'].map(comparison),
  blocking: [
    { name: 'by a', key: '', fixes: ['a'] },
    { name: 'by b', key: '', fixes: ['b'] },
  ],
};

/** Exact pattern counts of a world with these shares of agreement, as if the pairs were drawn without noise. */
function world(records: number, matches: number, m: readonly number[], u: readonly number[]) {
  const places = placeValues(plan.comparisons);
  const all = (records * (records - 1)) / 2;
  const patterns = Array.from({ length: 16 }, (_, bits) => {
    const agree = [0, 1, 2, 3].map((c) => (bits >> c) & 1);
    const share = (of: readonly number[]): number =>
      agree.reduce((product, yes, c) => product * (yes === 1 ? (of[c] ?? 0) : 1 - (of[c] ?? 0)), 1);
    return {
      pattern: agree.reduce((sum, yes, c) => sum + (2 - yes) * (places[c] ?? 1), 0),
      rules: (agree[0] ?? 0) | ((agree[1] ?? 0) << 1),
      match: matches * share(m),
      other: (all - matches) * share(u),
    };
  });
  const counts = (of: typeof patterns, scale: number): PatternCounts => ({
    patterns: of.map(({ pattern }) => pattern),
    rules: of.map(({ rules }) => rules),
    counts: of.map(({ match, other }) => (match + other) * scale),
  });
  return {
    random: counts(patterns, 100_000 / all),
    compared: counts(
      patterns.filter(({ rules }) => rules > 0),
      1,
    ),
  };
}

describe('estimateModel', () => {
  const [m, u] = [
    [0.9, 0.8, 0.7, 0.95],
    [0.001, 0.002, 0.02, 0.05],
  ];
  const truth = { records: 20_000, matches: 8_000 };

  it('finds the shares that made the data, without labels', () => {
    const model = estimateModel({
      plan,
      records: truth.records,
      ...world(truth.records, truth.matches, m, u),
    });
    for (const [c, { levels }] of model.comparisons.entries()) {
      expect(levels[0]?.m).toBeCloseTo(m[c] ?? 0, 1);
      expect(levels[0]?.u).toBeCloseTo(u[c] ?? 0, 2);
    }
    // Pairs that no rule brought are missed: those of one thing that agree neither on a nor on b.
    const found = truth.matches * (1 - 0.1 * 0.2);
    expect(model.prior / (found / ((truth.records * (truth.records - 1)) / 2))).toBeCloseTo(1, 1);
  });

  it('is not pulled by a rule that brings many pairs with little to compare', () => {
    const { random, compared } = world(truth.records, truth.matches, m, u);
    const places = placeValues(plan.comparisons);
    // Of each, c and d are known alone; c agrees on nearly all, as among companies of one trade and town.
    const chance = [1, 2].map((c) => c * (places[2] ?? 1) + (places[3] ?? 1));
    const blocking = [...plan.blocking, { name: 'by d', key: '', fixes: ['d'] }];
    const model = estimateModel({
      plan: { ...plan, blocking },
      records: truth.records,
      random,
      compared: {
        patterns: [...compared.patterns, ...chance],
        rules: [...compared.rules, 4, 4],
        counts: [...compared.counts, 28_500, 1_500],
      },
    });
    for (const [c, { levels }] of model.comparisons.entries()) expect(levels[0]?.m).toBeCloseTo(m[c] ?? 0, 1);
  });

  it('keeps near the plan where there is next to nothing to learn from', () => {
    const nothing: PatternCounts = { patterns: [], rules: [], counts: [] };
    const model = estimateModel({ plan, records: 2, random: nothing, compared: nothing });
    for (const { levels } of model.comparisons) {
      expect(levels[0]?.m).toBeCloseTo(0.6);
      expect(levels[0]?.u).toBeCloseTo(0.1);
    }
    expect(model.prior).toBeGreaterThan(0.1);
  });

  it('explains a pair by steps that add up to its evidence', () => {
    const model = estimateModel({
      plan,
      records: truth.records,
      ...world(truth.records, truth.matches, m, u),
    });
    const pattern = world(10, 1, m, u).random.patterns[15] ?? 0;
    const bits = evidenceOf(plan, model)(pattern) + 1.5;
    const { steps, probability } = explainPair(plan, model, { pattern, bits });
    expect(steps.map(({ name }) => name)).toEqual(['prior', 'a', 'b', 'c', 'd', 'rarity']);
    expect(steps.reduce((sum, step) => sum + step.bits, 0)).toBeCloseTo(bits);
    expect(steps.at(-1)?.total).toBeCloseTo(bits);
    expect(steps.at(-1)?.bits).toBeCloseTo(1.5);
    expect(probability).toBeGreaterThan(0.99);
  });
});

describe('blockLimits', () => {
  it('never lets the rules bring more pairs than the budget, and lets all in that fit', () => {
    const sizes = fc.uniqueArray(
      fc.record({
        rule: fc.nat(2),
        size: fc.integer({ min: 2, max: 40 }),
        blocks: fc.integer({ min: 1, max: 20 }),
      }),
      { selector: ({ rule, size }) => rule * 100 + size, maxLength: 30 },
    );
    fc.assert(
      fc.property(sizes, fc.nat(20_000), (found, budget) => {
        const limits = blockLimits(found, 3, budget);
        const pairs = (of: typeof found): number =>
          of.reduce((sum, { size, blocks }) => sum + (blocks * size * (size - 1)) / 2, 0);
        const kept = found.filter(({ rule, size }) => size <= (limits[rule] ?? 0));
        expect(pairs(kept)).toBeLessThanOrEqual(budget);
        if (pairs(found) <= budget / 3) expect(kept).toEqual(found);
      }),
    );
  });
});
