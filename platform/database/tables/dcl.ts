import type { ColumnType, Generated } from 'kysely';
import type { GoldenSource, Provenance } from '../../../domain/dcl/views.ts';
import type { Json } from '../../../domain/json.ts';
import type { Jsonb, Maybe, MaybeTime, Now } from './column-types.ts';

type MaybeJsonb<T> = ColumnType<T | null, string | null | undefined, string | null>;

/**
 * What every view has besides its canonical columns, which `canonicalEntities` lists with their types: numbers come as
 * text (numeric) or number (bigint), days as text, times as Date.
 */
export interface MaterializedRow {
  tenant_id: string;
  extras: Jsonb<Record<string, Json>>;
  sources: Jsonb<GoldenSource[]>;
  provenance: MaybeJsonb<Provenance>;
  row_hash: Buffer;
  /** The generation that last changed the row. */
  generation: number;
}

/** Rows behind a view of sources, counts and hashes. */
export interface GenerationCounts {
  /** Canonical records and golden records, by entity. */
  readonly records: Readonly<Record<string, number>>;
  readonly golden: Readonly<Record<string, number>>;
  /** Records that went into a golden record with others, by entity: records - golden. */
  readonly duplicates: Readonly<Record<string, number>>;
  /** References to an account that no golden account answers, by entity. */
  readonly unlinked: Readonly<Record<string, number>>;
  /** Values that a view's column cannot hold (numbers beyond 20 digits before the point), by entity. */
  readonly out_of_range: Readonly<Record<string, number>>;
  /** Rows of the materialised views that this generation wrote and removed. */
  readonly written: number;
  readonly removed: number;
}

/** Golden records, the generations that they came in, and what people decided about them. */
export interface DclTables {
  dcl_generations: {
    tenant_id: string;
    generation: number;
    state: Generated<'building' | 'published' | 'failed'>;
    current: Generated<boolean>;
    task_id: string;
    trace_id: string;
    canonical_seq: number;
    content_hash: Maybe<string>;
    view_hashes: MaybeJsonb<Record<string, string>>;
    counts: MaybeJsonb<GenerationCounts>;
    model: MaybeJsonb<Record<string, Json>>;
    host: string;
    file_bytes: Maybe<number>;
    file_sha256: Maybe<string>;
    error: Maybe<string>;
    started_at: Now;
    published_at: MaybeTime;
  };
  materialized_accounts: MaterializedRow & { account_id: string; name: string | null };
  materialized_contacts: MaterializedRow & { contact_id: string; account_id: string | null };
  materialized_opportunities: MaterializedRow & { opportunity_id: string; account_id: string | null };
  materialized_cloud_resources: MaterializedRow & { cloud_resource_id: string; resource_id: string | null };
  materialized_cloud_costs: MaterializedRow & { cloud_cost_id: string; resource_id: string | null };
  /** Accounts, contacts and deals; the ids of clouds' rows derive from their keys (docs/dcl.md). */
  golden_members: {
    tenant_id: string;
    entity: string;
    record_key: string;
    golden_id: string;
    connection_id: string;
    source_object: string;
    record_id: string;
    /** Probability that the record belongs to its golden record. */
    confidence: number;
  };
  golden_redirects: {
    tenant_id: string;
    entity: string;
    from_id: string;
    to_id: string;
    generation: number;
    created_at: Now;
  };
  golden_constraints: {
    tenant_id: string;
    constraint_id: string;
    entity: 'account' | 'contact';
    kind: 'merge' | 'split' | 'pin';
    detail: Jsonb<Record<string, Json>>;
    reason: Maybe<string>;
    created_by: string;
    created_at: Now;
    revoked_by: Maybe<string>;
    revoked_at: MaybeTime;
  };
}
