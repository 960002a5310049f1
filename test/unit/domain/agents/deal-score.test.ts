import fc from 'fast-check';
import { forecastCategory, scoreDeal } from '../../../../domain/agents/revops/deal-score.ts';
import type { DealFacts } from '../../../../domain/agents/revops/deal-score.ts';

const facts = (more: Partial<DealFacts> = {}): DealFacts => ({
  stage: 'proposal',
  probability: null,
  all: { won: 40, closed: 100 },
  owner: null,
  account: null,
  daysOverdue: null,
  daysUntouched: null,
  cycleDays: 40,
  ...more,
});

const outcomes = fc.tuple(fc.nat(500), fc.nat(500)).map(([won, lost]) => ({ won, closed: won + lost }));
const anyFacts = fc.record<DealFacts>({
  stage: fc.constantFrom('prospecting', 'qualification', 'proposal', 'negotiation', 'their own word', ''),
  probability: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  all: outcomes,
  owner: fc.option(outcomes),
  account: fc.option(outcomes),
  daysOverdue: fc.option(fc.integer({ min: -400, max: 4_000 })),
  daysUntouched: fc.option(fc.integer({ min: 0, max: 4_000 })),
  cycleDays: fc.option(fc.double({ min: 0, max: 900, noNaN: true })),
});

test('a deal without a past starts with the usual chance of its stage, or with the one that the source states', () => {
  expect(scoreDeal(facts()).score).toBeCloseTo(0.5, 3);
  expect(scoreDeal(facts({ probability: 0.7 })).score).toBeCloseTo(0.7, 3);
  expect(scoreDeal(facts({ stage: 'their own word' })).score).toBeCloseTo(41 / 102, 3);
});

test('the reasons add up to the score, which is always a chance', () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const { score, reasons } = scoreDeal(given);
      const sum = reasons.reduce((total, { effect }) => total + effect, 0);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(score).toBeCloseTo(1 / (1 + Math.exp(-sum)), 3);
      for (const { text } of reasons) expect(text).not.toMatch(/NaN|undefined|null/);
    }),
  );
});

test('an owner who wins more lifts it, and so does an account; neglect and delay never do', () => {
  fc.assert(
    fc.property(anyFacts, outcomes, fc.integer({ min: 1, max: 900 }), (given, owner, days) => {
      const plain = scoreDeal({ ...given, owner });
      const better = scoreDeal({ ...given, owner: { won: owner.won + 5, closed: owner.closed + 5 } });
      expect(better.score).toBeGreaterThanOrEqual(plain.score - 1e-4);
      const late = scoreDeal({ ...given, daysOverdue: days + 30, daysUntouched: days + 30 });
      const early = scoreDeal({ ...given, daysOverdue: days, daysUntouched: days });
      expect(late.score).toBeLessThanOrEqual(early.score + 1e-4);
    }),
  );
});

test('the forecast category follows the score', () => {
  expect([0.9, 0.5, 0.2, 0.01].map(forecastCategory)).toEqual(['Commit', 'Best Case', 'Pipeline', 'Omitted']);
});
