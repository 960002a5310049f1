import { bitsOf, digitsOf, logOdds, probabilityOf } from './model.ts';
import type { MatchModel } from './model.ts';
import type { UnifyPlan } from './plan.ts';

/** One step of the waterfall from the prior to the evidence of a pair. */
export interface EvidenceStep {
  /** `prior`, a comparison, or `rarity`. */
  readonly name: string;
  readonly title: string;
  /** How the two agree; null for the prior and for rarity. */
  readonly level: string | null;
  /** What it adds, in bits. */
  readonly bits: number;
  /** The sum up to here. */
  readonly total: number;
}

export interface PairExplanation {
  readonly steps: readonly EvidenceStep[];
  readonly bits: number;
  readonly probability: number;
}

/**
 * Why two records are, or are not, one thing: the prior, what each comparison adds, and how much rarer (or commoner) the
 * values are that they share than shared values are on average. The steps add up to the pair's evidence.
 *
 * @param pair a row of `unify_scored`: the pattern of levels and the evidence in bits
 */
export function explainPair(
  plan: UnifyPlan,
  model: MatchModel,
  pair: { readonly pattern: number; readonly bits: number },
): PairExplanation {
  const prior = logOdds(model.prior);
  const steps: EvidenceStep[] = [
    { name: 'prior', title: 'any two records', level: null, bits: prior, total: prior },
  ];
  let total = prior;
  const add = (step: Omit<EvidenceStep, 'total'>): void => {
    total += step.bits;
    steps.push({ ...step, total });
  };
  for (const [c, digit] of (digitsOf(plan.comparisons, [pair.pattern])[0] ?? []).entries()) {
    const { name, title } = plan.comparisons[c] ?? { name: '', title: '' };
    const level = model.comparisons[c]?.levels[digit - 1];
    if (level !== undefined) add({ name, title, level: level.name, bits: bitsOf(level) });
  }
  const rarity = pair.bits - total;
  if (Math.abs(rarity) > 1e-6)
    add({ name: 'rarity', title: 'rarity of the shared values', level: null, bits: rarity });
  return { steps, bits: pair.bits, probability: probabilityOf(pair.bits) };
}
