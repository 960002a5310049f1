import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../../../domain/json.ts';
import type { Jsonb, Maybe, Now, Time } from './column-types.ts';

/** Raw records, canonical events, and what tells a change from a repeat. */
export interface StreamTables {
  canonical_batches: {
    tenant_id: string;
    batch_id: string;
    connection_id: string;
    stream: string;
    task_id: string;
    trace_id: string;
    schema_version: Maybe<number>;
    mapping_versions: Jsonb<Record<string, number>>;
    emitted_at: Now;
  };
  stream_counts: { tenant_id: string; minute: Time; events: number };
  canonical_events: {
    tenant_id: string;
    seq: number;
    id: string;
    entity: string;
    op: 'upsert' | 'delete';
    data: Record<string, Json>;
    extras: Record<string, Json>;
    meta: Record<string, Json>;
    source: Record<string, Json>;
    emitted_at: Date;
    record_key: string;
    record_seq: number;
    raw_seq: number;
  };
  record_state: {
    tenant_id: string;
    record_key: string;
    entity: string;
    raw_seq: number;
    record_seq: Generated<number>;
    last_seq: Maybe<number>;
    status: string;
    raw_hash: Buffer;
    hash: Maybe<Buffer>;
    source_version: Maybe<string>;
    pending: ColumnType<Json, string | null | undefined, string | null>;
  };
  source_records: {
    tenant_id: string;
    record_key: string;
    raw_seq: number;
    batch_id: string;
    raw: ColumnType<Json, string | null, never>;
  };
  ledgers: {
    tenant_id: string;
    task_id: string;
    connection_id: string;
    stream: string;
    entity: string;
    read: Generated<number>;
    changed: Generated<number>;
    unchanged: Generated<number>;
    quarantined: Generated<number>;
    parked: Generated<number>;
    filtered: Generated<number>;
    stale: Generated<number>;
    deleted: Generated<number>;
    mapping_version: number;
    updated_at: Now;
  };
  quarantined_records: {
    tenant_id: string;
    quarantine_id: string;
    connection_id: string;
    stream: string;
    entity: string;
    identity: string;
    record_key: Maybe<string>;
    raw_seq: Maybe<number>;
    position: Maybe<string>;
    raw: ColumnType<Json, string | null | undefined, string | null>;
    raw_text: Maybe<string>;
    reasons: Jsonb;
    state: Generated<'quarantined' | 'parked' | 'retried' | 'resolved' | 'discarded'>;
    task_id: string;
    attempts: Generated<number>;
    first_seen_at: Now;
    last_seen_at: Now;
  };
}
