import type { Mapping, FieldRule } from '../mapping/types.ts';
import type { NodeKind } from './node-id.ts';

/** How a rule makes its canonical value, as far as a person wants to know it. */
export interface RuleDetail {
  readonly mapping_version: number;
  readonly author: string;
  readonly from: readonly string[];
  /** Names of the transforms, in their order. */
  readonly transforms: readonly string[];
  readonly required: boolean;
  readonly has_default: boolean;
  /** Of the repair that gave the rule its form; null where a person or a shipped mapping did. */
  readonly confidence: number | null;
}

/**
 * `former`: read only where older records still hold it; `lost`: gone or retyped under an open ticket; `pending`: waits for
 * a lost source; `unused`: nothing reads it; `unfed`: nothing fills it.
 */
export type NodeState = 'ok' | 'former' | 'lost' | 'pending' | 'unused' | 'unfed';

/** What else than a value a column serves for. */
export type ColumnUse = 'key' | 'change_field' | 'condition';

export interface LineageNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** Columns and their holders first, agents last; edges of data flow lead to a larger depth. */
  readonly depth: number;
  readonly label: string;
  /** The label with what holds it: `crm / accounts.csv / Company`. */
  readonly path: string;
  /** Id of the node that holds this one, or null. */
  readonly within: string | null;
  /** Type of a column or canonical field, system of a source; null for others. */
  readonly type: string | null;
  readonly state: NodeState;
  readonly connection_id: string | null;
  readonly rule: RuleDetail | null;
  readonly uses: readonly ColumnUse[];
}

/** Data flows from `source` to `target`. `former`: in older records alone. */
export interface LineageEdge {
  readonly source: string;
  readonly target: string;
  readonly former: boolean;
}

/** All nodes and data flows of a tenant, with both directions at hand. */
export interface Lineage {
  readonly nodes: ReadonlyMap<string, LineageNode>;
  readonly edges: readonly LineageEdge[];
  readonly down: ReadonlyMap<string, readonly LineageEdge[]>;
  readonly up: ReadonlyMap<string, readonly LineageEdge[]>;
  /** Ids of the nodes that a node holds. */
  readonly held: ReadonlyMap<string, readonly string[]>;
}

/** The source paths that a mapping reads for other purposes than a value. */
export const usedPaths = (mapping: Mapping): readonly (readonly [ColumnUse, string])[] => [
  ...mapping.key.map((path) => ['key', path] as const),
  ...(mapping.changeField === null ? [] : [['change_field', mapping.changeField] as const]),
  ...mapping.where.map(({ path }) => ['condition', path] as const),
];

/** Paths of former rules, the later ones first, without those that the rule still reads. */
export const formerPaths = (rule: FieldRule): readonly string[] => {
  const paths = new Set<string>();
  for (let former = rule.formerly; former !== undefined; former = former.formerly)
    for (const path of former.from) paths.add(path);
  for (const path of rule.from) paths.delete(path);
  return [...paths];
};
