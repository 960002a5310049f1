/** The mapping language's parsed form; `parse.ts` reads it from YAML, `compile.ts` turns it into a row function. */
import type { FieldFault } from '../faults.ts';
import type { Cell, Json } from '../json.ts';

export const entities = ['account', 'contact', 'opportunity', 'cloud_resource', 'cloud_cost'] as const;
export type Entity = (typeof entities)[number];

/** One step of a field's pipeline: a name of the closed set and its arguments. */
export interface Transform {
  readonly name: string;
  readonly arguments: Readonly<Record<string, Json>>;
}

/** How older raw records hold a field whose source was renamed or retyped since. */
export interface FormerRule {
  readonly from: readonly string[];
  readonly transforms: readonly Transform[];
  readonly formerly?: FormerRule;
}

export interface FieldRule {
  /** Source paths; more than one only for transforms that take several (`join`, `coalesce`). */
  readonly from: readonly string[];
  readonly transforms: readonly Transform[];
  /** Read where a record holds none of `from`, or a value that `transforms` refuse. */
  readonly formerly?: FormerRule;
  /** Taken when the source value is null, empty or absent. */
  readonly default?: Json;
  /** A record without this field is quarantined. */
  readonly required: boolean;
}

/** A row that does not meet every condition is counted as `filtered` and gives no event. */
export interface Condition {
  readonly path: string;
  /** Read where a record does not hold `path`: its name before it was renamed. */
  readonly formerly?: string;
  readonly operator: 'equals' | 'not_equals' | 'in' | 'not_in' | 'is_null' | 'is_not_null';
  readonly value?: Json;
}

export interface Mapping {
  readonly system: string;
  readonly object: string;
  readonly entity: Entity;
  readonly version: number;
  /** Source fields of the object's record key, the same in all its mappings; empty: row hash + occurrence. */
  readonly key: readonly string[];
  /** Change field of incremental reads, where the mapping declares one. */
  readonly changeField: string | null;
  readonly where: readonly Condition[];
  readonly fields: Readonly<Record<string, FieldRule>>;
}

/** What a mapped row came to. */
export type Mapped =
  | {
      readonly kind: 'event';
      /** Canonical fields in the entity's own order; absent ones are left out. */
      readonly data: Readonly<Record<string, Json>>;
      /** Unmapped source fields by name, sorted by code unit. */
      readonly extras: Readonly<Record<string, Json>>;
      /** Canonical fields whose source field is gone or retyped under an open ticket, sorted. */
      readonly pending: readonly string[];
    }
  | { readonly kind: 'filtered' }
  | { readonly kind: 'quarantined'; readonly reasons: readonly FieldFault[] }
  /** A required field's source is lost under an open ticket. */
  | { readonly kind: 'parked'; readonly reasons: readonly FieldFault[] };

export interface CompileOptions {
  readonly columns: readonly string[];
  /** Source paths that an open ticket declares gone or retyped. */
  readonly lost?: ReadonlySet<string>;
}

/** Maps one row that is aligned with the columns it was compiled for. Never throws on data. */
export type RowMapper = (row: readonly Cell[]) => Mapped;
