import type { UnifiedEntity } from './plan.ts';

/** Share of pairs of companies with one name level that are one company; see docs/accuracy.md. */
const companies: Readonly<Record<string, number>> = {
  'the same': 0.96,
  'the same words or letters': 0.94,
  'one letter apart': 0.95,
  similar: 0.65,
  'of another number or country': 0.55,
};

/** The same for people: the level of the first name, then of the last. */
const people: Readonly<Record<string, number>> = {
  'the same / the same': 0.96,
  'the same / one letter apart': 0.94,
  'one letter apart / the same': 0.92,
  'one letter apart / one letter apart': 0.88,
  'an initial / the same': 0.75,
  ' / the same': 0.7,
  'similar / the same': 0.68,
  'the same / similar': 0.58,
  'a nickname or middle name apart / the same': 0.52,
  ' / one letter apart': 0.5,
};

const otherwise = { account: 0.12, contact: 0.17 } as const;

/**
 * Probability that two names which somebody thought worth comparing are one company or person, by the levels of their
 * name comparisons. Names alone: no weights, no rarity.
 *
 * @param levels names of the levels as `compareNames` gives them; null where a part of the name is missing
 */
export function nameLikelihood(entity: UnifiedEntity, levels: readonly (string | null)[]): number {
  const key = levels.map((level) => level ?? '').join(' / ');
  return (entity === 'account' ? companies : people)[key] ?? otherwise[entity];
}
