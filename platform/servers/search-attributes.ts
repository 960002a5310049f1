/** Temporal search attributes by which workflows are found; every workflow carries its tenant. */
export const searchAttributes = {
  TenantId: 'Keyword',
  ConnectionId: 'Keyword',
  TaskId: 'Keyword',
  TaskKind: 'Keyword',
  ObjectName: 'Keyword',
  DriftEventId: 'Keyword',
} as const;

export type SearchAttributeName = keyof typeof searchAttributes;
