import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { CanonicalType } from '../canonical/field.ts';
import type { Entity } from '../mapping/types.ts';

/** Name of an entity's view, in DuckDB and, behind `materialized_`, in PostgreSQL. */
export const viewNames: Readonly<Record<Entity, string>> = {
  account: 'accounts',
  contact: 'contacts',
  opportunity: 'opportunities',
  cloud_resource: 'cloud_resources',
  cloud_cost: 'cloud_costs',
};

/** Name of the column that holds the golden id. */
export const idColumn = (entity: Entity): string => `${entity}_id`;

/**
 * Columns that views are filtered and sorted by; each has an index (tenant, column, id) in the migration. A text is indexed
 * by its first 256 letters.
 */
export const indexedColumns: Readonly<Record<Entity, readonly string[]>> = {
  account: [
    'name',
    'domain',
    'industry',
    'billing_country',
    'annual_revenue',
    'employee_count',
    'updated_at',
  ],
  contact: ['full_name', 'last_name', 'email', 'account_id', 'updated_at'],
  opportunity: ['name', 'account_id', 'stage', 'owner_id', 'amount', 'close_date', 'updated_at'],
  cloud_resource: ['resource_id', 'resource_type', 'service_name', 'region_id', 'sub_account_id'],
  cloud_cost: [
    'charge_period_start',
    'service_name',
    'resource_id',
    'sub_account_id',
    'billed_cost',
    'effective_cost',
  ],
};

/** How many letters of a text its index holds. */
export const indexedLetters = 256;

/** Type of a view's canonical column. */
export const columnType = (entity: Entity, column: string): CanonicalType | undefined =>
  canonicalEntities[entity].fields.find(({ name }) => name === column)?.type;

/** Beginnings of golden ids. */
export const idPrefixes: Readonly<Record<Entity, string>> = {
  account: 'acc_',
  contact: 'con_',
  opportunity: 'opp_',
  cloud_resource: 'res_',
  cloud_cost: 'cst_',
};

/**
 * What a golden id is minted from: SHA-256 of this text, of which the first 24 hex digits stand behind the prefix. `key` is
 * the smallest record key of an account or contact, the record key of a deal or cost, the provider's id of a resource;
 * nothing in it depends on the tenant or on the order in which records came.
 */
export const mintedFrom = (entity: Entity, key: string, attempt = 0): string =>
  attempt === 0 ? `${entity}\n${key}` : `${entity}\n${key}\n${attempt}`;
export const mintedDigits = 24;

/** One source record behind a golden record, as the column `sources` of a view holds it. */
export interface GoldenSource {
  readonly record_key: string;
  readonly record_id: string;
  readonly connection_id: string;
  readonly system: string;
  readonly source_object: string;
  readonly mapping_version: number | null;
  /** The event that holds the record's last known values. */
  readonly seq: number;
  /** Records like this one that are not listed: cost lines of the same cloud resource. */
  readonly more?: number;
  /** Fields whose value comes from an earlier event, since a ticket is open: where it was last known. */
  readonly pending?: Readonly<
    Record<string, { readonly seq: number; readonly mapping_version: number | null }>
  >;
}

/** Per field the number of the source whose value it is, and why; null where there is one source, which gives all. */
export type Provenance = Readonly<Record<string, readonly [source: number, rule: string]>>;
