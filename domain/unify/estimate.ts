import { digitsOf, modelBeforeData, priorMatches, priorOf } from './model.ts';
import type { LevelWeight, MatchModel, PatternCounts } from './model.ts';
import type { Level, UnifyPlan } from './plan.ts';

/** So many imagined pairs of one thing stand behind a plan's m, so many of two things behind its u. */
const matchesBehindPlan = 20;
const othersBehindPlan = 200;
/** What random pairs never showed may still be as frequent as half a pair among them. */
const neverSeen = 0.5;
/** So many records stand behind the plan's expectation of pairs of one thing per record. */
const recordsBehindPlan = 10;
const rounds = 3;
const steps = 30;

interface Sample {
  readonly digits: readonly (readonly number[])[];
  readonly counts: readonly number[];
}

/** Shares m and u per comparison and level; index 0 is the first level. */
type Weights = readonly (readonly LevelWeight[])[];

const ratioOf = (levels: readonly LevelWeight[] | undefined, digit: number): number => {
  const level = levels?.[digit - 1];
  return level === undefined ? 1 : level.m / level.u;
};

/** Probability of each pattern to be one thing, by the comparisons that are asked. */
function posteriors(sample: Sample, weights: Weights, prior: number, asked: readonly boolean[]): number[] {
  const odds = prior / (1 - prior);
  return sample.digits.map((digits) => {
    let product = odds;
    for (const [c, digit] of digits.entries()) if (asked[c] === true) product *= ratioOf(weights[c], digit);
    return product / (1 + product);
  });
}

/** Weighted counts of the levels of each comparison. */
function levelCounts(sample: Sample, weights: Weights, weigh: (pattern: number) => number): number[][] {
  const counts = weights.map((levels) => levels.map(() => 0));
  for (const [p, digits] of sample.digits.entries()) {
    const weight = (sample.counts[p] ?? 0) * weigh(p);
    for (const [c, digit] of digits.entries()) {
      const row = counts[c];
      if (row !== undefined && digit > 0) row[digit - 1] = (row[digit - 1] ?? 0) + weight;
    }
  }
  return counts;
}

/** Shares from counts, with the plan's shares as so many imagined ones; `unseen` is added to every level. */
function shares(
  counts: readonly number[],
  planned: readonly number[],
  imagined: number,
  unseen = 0,
): number[] {
  const total = counts.reduce((sum, count) => sum + count + unseen, imagined);
  return counts.map((count, level) => (count + imagined * (planned[level] ?? 0) + unseen) / total);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** How many of the pairs are one thing, by all comparisons. */
const matchesAmong = (sample: Sample, weights: Weights, prior: number): number => {
  const asked = weights.map(() => true);
  const chance = posteriors(sample, weights, prior, asked);
  return sample.counts.reduce((all, count, p) => all + count * (chance[p] ?? 0), 0);
};

/**
 * Expectation maximisation on the pairs of one blocking rule, without the comparisons that it fixes; u stays. No more of the
 * pairs count as one thing than all comparisons together say: where little is left to compare, their share would grow until
 * all are.
 *
 * @returns counts of the levels among the pairs of one thing
 */
function matchesUnderRule(
  sample: Sample,
  { start, most }: { readonly start: Weights; readonly most: number },
  asked: readonly boolean[],
  plan: UnifyPlan,
): number[][] {
  const total = sum(sample.counts);
  let weights = start;
  let prior = most / total;
  let counts = levelCounts(sample, weights, () => 0);
  for (let step = 0; step < steps; step += 1) {
    const chance = posteriors(sample, weights, prior, asked);
    const found = sample.counts.reduce((all, count, p) => all + count * (chance[p] ?? 0), 0);
    const share = found > most ? most / found : 1;
    counts = levelCounts(sample, weights, (p) => share * (chance[p] ?? 0));
    prior = Math.min(0.999, Math.max(1e-6, (share * found + 1) / (total + 5)));
    weights = weights.map((levels, c) =>
      withShares(levels, plan.comparisons[c]?.levels, {
        m: shares(counts[c] ?? [], plannedOf(plan, c, 'm'), matchesBehindPlan),
      }),
    );
  }
  return counts;
}

const plannedOf = (plan: UnifyPlan, c: number, which: 'm' | 'u'): number[] =>
  plan.comparisons[c]?.levels.map((level) => level[which]) ?? [];
/**
 * New shares for the levels that are estimated. Things of one kind disagree at least as often as planned: where most pairs
 * are copies of one export, the data say that nothing ever changes, which the next source disproves.
 */
const withShares = (
  levels: readonly LevelWeight[],
  planned: readonly Level[] | undefined,
  { m, u }: { readonly m?: readonly number[]; readonly u?: readonly number[] },
): LevelWeight[] =>
  levels.map((level, index) => {
    if (planned?.[index]?.fixed === true) return level;
    const least = planned?.[index]?.floor === true ? planned[index].m : 0;
    return { ...level, m: Math.max(m?.[index] ?? level.m, least), u: u?.[index] ?? level.u };
  });

const sampleOf = (plan: UnifyPlan, { patterns, counts }: PatternCounts): Sample => ({
  digits: digitsOf(plan.comparisons, patterns),
  counts,
});

/** u from random pairs, those that look like one thing counted out. */
function estimateU(random: Sample, weights: Weights, prior: number, plan: UnifyPlan): Weights {
  const asked = plan.comparisons.map(() => true);
  const chance = posteriors(random, weights, prior, asked);
  const counts = levelCounts(random, weights, (p) => 1 - (chance[p] ?? 0));
  return weights.map((levels, c) =>
    withShares(levels, plan.comparisons[c]?.levels, {
      u: shares(counts[c] ?? [], plannedOf(plan, c, 'u'), othersBehindPlan, neverSeen),
    }),
  );
}

/** m from the pairs of every blocking rule, each by the comparisons that it leaves free. */
function estimateM(
  plan: UnifyPlan,
  { compared, rules }: { readonly compared: Sample; readonly rules: readonly number[] },
  weights: Weights,
  prior: number,
): Weights {
  const totals = weights.map((levels) => levels.map(() => 0));
  for (const [r, rule] of plan.blocking.entries()) {
    const kept = rules.flatMap((mask, p) => ((mask >> r) & 1 ? [p] : []));
    if (kept.length === 0) continue;
    const sample = {
      digits: kept.map((p) => compared.digits[p] ?? []),
      counts: kept.map((p) => compared.counts[p] ?? 0),
    };
    const asked = plan.comparisons.map(({ name }) => !rule.fixes.includes(name));
    const most = matchesAmong(sample, weights, prior);
    const found = matchesUnderRule(sample, { start: weights, most }, asked, plan);
    for (const [c, row] of totals.entries()) {
      if (asked[c] === true)
        for (const level of row.keys()) row[level] = (row[level] ?? 0) + (found[c]?.[level] ?? 0);
    }
  }
  return weights.map((levels, c) => {
    const m = shares(totals[c] ?? [], plannedOf(plan, c, 'm'), matchesBehindPlan);
    return withShares(levels, plan.comparisons[c]?.levels, { m });
  });
}

/** The prior at which the compared pairs hold as many of one thing as it says (a fixed point, by iteration). */
function estimatePrior(compared: Sample, weights: Weights, records: number): number {
  let prior = priorOf(priorMatches, records);
  for (let step = 0; step < steps; step += 1) {
    const found = matchesAmong(compared, weights, prior);
    prior = priorOf((found + recordsBehindPlan * priorMatches) / (records + recordsBehindPlan), records);
  }
  return prior;
}

/**
 * Estimates the weights without labels (Fellegi and Sunter 1969; Winkler 1988): u from random pairs, m by expectation
 * maximisation within each blocking rule, the prior from all compared pairs. The plan's shares stand behind both as
 * imagined pairs, so that few records give careful weights. Deterministic, free of the order of the patterns but for the
 * last digits.
 */
export function estimateModel(question: {
  readonly plan: UnifyPlan;
  readonly records: number;
  readonly random: PatternCounts;
  readonly compared: PatternCounts;
}): MatchModel {
  const { plan, records } = question;
  const random = sampleOf(plan, question.random);
  const compared = sampleOf(plan, question.compared);
  const start = modelBeforeData(plan, records);
  let weights: Weights = start.comparisons.map(({ levels }) => levels);
  let { prior } = start;
  for (let round = 0; round < rounds; round += 1) {
    weights = estimateU(random, weights, prior, plan);
    weights = estimateM(plan, { compared, rules: question.compared.rules }, weights, prior);
    prior = estimatePrior(compared, weights, records);
  }
  return {
    ...start,
    prior,
    comparisons: start.comparisons.map(({ name }, c) => ({ name, levels: weights[c] ?? [] })),
  };
}
