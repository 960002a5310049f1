import type { Entity } from '../mapping/types.ts';

export const nodeKinds = [
  'source',
  'table',
  'column',
  'rule',
  'entity',
  'field',
  'view',
  'view_column',
  'agent',
] as const;
/** `source, table, entity, view` hold others; the rest are what data flows through. */
export type NodeKind = (typeof nodeKinds)[number];

/**
 * Ids of nodes: the kind, a colon, and names that outlive renames (slug, stream, canonical names). Equal wherever the same
 * thing is meant; they hold no UUID, so that two tenants with the same sources have the same ids.
 */
export const nodeId = {
  source: (slug: string): string => `source:${slug}`,
  table: (slug: string, stream: string): string => `table:${slug}/${stream}`,
  column: (slug: string, stream: string, column: string): string => `column:${slug}/${stream}/${column}`,
  rule: (slug: string, stream: string, entity: Entity, field: string): string =>
    `rule:${slug}/${stream}/${entity}.${field}`,
  entity: (entity: Entity): string => `entity:${entity}`,
  field: (entity: Entity, field: string): string => `field:${entity}.${field}`,
  view: (view: string): string => `view:${view}`,
  viewColumn: (view: string, column: string): string => `view_column:${view}.${column}`,
  agent: (agent: string): string => `agent:${agent}`,
} as const;

/** `column:crm/accounts.csv/Company` → `column`. Undefined for a text that is no node's id. */
export const kindOf = (id: string): NodeKind | undefined => {
  const kind = id.slice(0, id.indexOf(':'));
  return nodeKinds.find((known) => known === kind);
};
