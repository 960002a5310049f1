import type { Comparison, UnifiedEntity, UnifyPlan } from './plan.ts';

/** What a degree of agreement says: its share among pairs of one thing (m) and of two things (u). */
export interface LevelWeight {
  readonly name: string;
  readonly m: number;
  readonly u: number;
}

/** The estimated weights of unification: plain data, stored and used again until they are estimated anew. */
export interface MatchModel {
  readonly version: 1;
  readonly entity: UnifiedEntity;
  /** Probability that two records taken at random are one thing. */
  readonly prior: number;
  readonly comparisons: readonly { readonly name: string; readonly levels: readonly LevelWeight[] }[];
}

/** How often each pattern of agreement occurs among pairs. A digit 0 is a missing value, 1 the first level. */
export interface PatternCounts {
  readonly patterns: readonly number[];
  /** Bit i: the pair was brought together by blocking rule i. */
  readonly rules: readonly number[];
  readonly counts: readonly number[];
}

/** Evidence of a level in bits: log2(m / u). */
export const bitsOf = ({ m, u }: Pick<LevelWeight, 'm' | 'u'>): number => Math.log2(m / u);

/** A probability as log-odds in bits, and back. */
export const logOdds = (probability: number): number => Math.log2(probability / (1 - probability));
export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits);

/** The place value of each comparison's digit in a pattern. */
export function placeValues(comparisons: readonly Comparison[]): number[] {
  let place = 1;
  return comparisons.map(({ levels }) => {
    const value = place;
    place *= levels.length + 1;
    return value;
  });
}

/** The digits of patterns, one row a pattern. */
export function digitsOf(comparisons: readonly Comparison[], patterns: readonly number[]): number[][] {
  const places = placeValues(comparisons);
  return patterns.map((pattern) =>
    comparisons.map(({ levels }, c) => Math.floor(pattern / (places[c] ?? 1)) % (levels.length + 1)),
  );
}

/**
 * Evidence of a pattern in bits, the prior with it. Where the rarity of the shared value counts, its own share stands in
 * for u, which is added by pair.
 */
export function evidenceOf(plan: UnifyPlan, model: MatchModel): (pattern: number) => number {
  const prior = logOdds(model.prior);
  const bits = plan.comparisons.map(({ levels }, c) =>
    levels.map(({ rarity }, level) => {
      const weight = model.comparisons[c]?.levels[level] ?? { m: 1, u: 1 };
      return rarity === undefined ? bitsOf(weight) : Math.log2(weight.m);
    }),
  );
  return (pattern) =>
    (digitsOf(plan.comparisons, [pattern])[0] ?? []).reduce(
      (sum, digit, c) => sum + (digit === 0 ? 0 : (bits[c]?.[digit - 1] ?? 0)),
      prior,
    );
}

/** The weights of a plan before any data are seen; `prior` as for the number of records. */
export const modelBeforeData = (plan: UnifyPlan, records: number): MatchModel => ({
  version: 1,
  entity: plan.entity,
  prior: priorOf(priorMatches, records),
  comparisons: plan.comparisons.map(({ name, levels }) => ({
    name,
    levels: levels.map(({ name: level, m, u }) => ({ name: level, m, u })),
  })),
});

/** Pairs of one thing per record that are expected before any data are seen. */
export const priorMatches = 0.3;

/** The prior at which there are so many pairs of one thing per record. */
export const priorOf = (matchesPerRecord: number, records: number): number =>
  Math.min(0.5, (2 * matchesPerRecord) / Math.max(1, records - 1));
