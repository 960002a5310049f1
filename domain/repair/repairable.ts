/** Kinds of tickets that a change of mappings can answer; the others are people's. */
const repairable: ReadonlySet<string> = new Set([
  'added',
  'removed',
  'renamed',
  'retyped',
  'nullability',
  'values_added',
  'values_removed',
  'key_change',
  'object_removed',
  'access_restored',
]);

/** Whether a proposal can be made for a ticket of this kind. */
export const isRepairable = (kind: string): boolean => repairable.has(kind);
