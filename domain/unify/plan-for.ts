import { accountPlan } from './account-plan.ts';
import { contactPlan } from './contact-plan.ts';
import { withExtras } from './extra-plan.ts';
import type { Comparison, Extra, UnifiedEntity, UnifyPlan } from './plan.ts';

/** The plan of an entity, with columns outside the canonical model. */
export const planFor = (entity: UnifiedEntity, extras: readonly Extra[] = []): UnifyPlan =>
  withExtras(entity === 'account' ? accountPlan : contactPlan, extras);

/**
 * The plan for the values at hand: comparisons of features that no record has are left out; records of several sources
 * are also compared by their sources, for most sources hold a thing once.
 *
 * @param apart share of random pairs whose records come from two sources; 0 leaves the comparison out
 */
export function planForValues(plan: UnifyPlan, given: ReadonlySet<string>, apart: number): UnifyPlan {
  const sources: Comparison = {
    name: 'sources',
    title: 'sources',
    shows: ['source'],
    missing: 'false',
    levels: [
      { name: 'of two sources', when: 'l.source <> r.source', m: 1 - (1 - apart) / 5, u: apart },
      { name: 'of one source', when: 'true', m: (1 - apart) / 5, u: 1 - apart },
    ],
  };
  const comparisons = plan.comparisons.filter(({ shows }) => shows.some((feature) => given.has(feature)));
  return { ...plan, comparisons: apart > 0 ? [...comparisons, sources] : comparisons };
}
