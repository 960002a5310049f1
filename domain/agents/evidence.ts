import type { Citation, CitedEntity, Evidence } from './finding.ts';

/** The statements of these names, as a finding keeps them. */
export const evidenceOf = (questions: Readonly<Record<string, string>>, ...names: string[]): Evidence[] =>
  names.map((name) => ({ name, sql: questions[name] ?? '' }));

/** Golden records of one entity; empty ids are left out, and each stands once. */
export const citing = (entity: CitedEntity, ids: readonly string[]): Citation[] =>
  [...new Set(ids)].filter((id) => id !== '').map((id) => ({ entity, id }));
