import { explainPair } from './explain.ts';
import type { PairExplanation } from './explain.ts';
import type { MatchModel } from './model.ts';
import { planFor, planForValues } from './plan-for.ts';
import type { Comparison, UnifyPlan } from './plan.ts';

/** The comparisons that stored weights speak of, in their order. */
const planOf = (model: MatchModel): UnifyPlan => {
  const basic = planFor(model.entity);
  const every = planForValues(basic, new Set(basic.features.map(({ name }) => name)), 0.5);
  const byName = new Map(every.comparisons.map((comparison) => [comparison.name, comparison]));
  const comparisons = model.comparisons.flatMap(({ name }): Comparison[] => {
    const comparison = byName.get(name);
    return comparison === undefined ? [] : [comparison];
  });
  return { ...basic, comparisons };
};

/** Why two records were found to be one thing, or not, by the weights that they were compared with. */
export const explainStored = (
  model: MatchModel,
  pair: { readonly pattern: number; readonly bits: number },
): PairExplanation => explainPair(planOf(model), model, pair);
