import type { Citation, CitedEntity } from './finding.ts';

/** Golden records of one entity; empty ids are left out, and each stands once. */
export const citing = (entity: CitedEntity, ids: readonly string[]): Citation[] =>
  [...new Set(ids)].filter((id) => id !== '').map((id) => ({ entity, id }));
