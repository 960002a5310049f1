import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../../../domain/json.ts';
import type { Jsonb, Maybe, MaybeTime, Now, Time } from './column-types.ts';

/** Connections, what their sources look like, and their mappings. */
export interface ConnectionTables {
  connections: {
    tenant_id: string;
    connection_id: string;
    slug: string;
    name: string;
    system: string;
    config: ColumnType<Record<string, Json>, string | undefined, string>;
    status: Generated<'new' | 'active' | 'degraded' | 'broken' | 'paused'>;
    status_reason: Maybe<string>;
    failures: Generated<number>;
    schedule_seconds: Maybe<number>;
    next_run_at: MaybeTime;
    observe_at: MaybeTime;
    checked_at: MaybeTime;
    read_at: MaybeTime;
    check_report: ColumnType<Json, string | null | undefined, string | null>;
    version: Generated<number>;
    created_by: string;
    created_at: Now;
    updated_at: Now;
    deleted_at: MaybeTime;
  };
  look_notes: { tenant_id: string; connection_id: string; name: string; note: Jsonb; noted_at: Now };
  tenant_keys: { tenant_id: string; key_id: string; wrapped: Buffer; created_at: Now };
  connection_credentials: {
    tenant_id: string;
    connection_id: string;
    sealed: Buffer;
    version: Generated<number>;
    updated_at: Now;
  };
  oauth_states: {
    tenant_id: string;
    state_hash: Buffer;
    user_id: string;
    connection_id: string;
    sealed: Buffer;
    expires_at: Time;
  };
  uploads: {
    tenant_id: string;
    upload_id: string;
    name: string;
    bytes: number;
    sha256: Buffer;
    uploaded_by: string;
    created_at: Now;
  };
  source_schemas: {
    tenant_id: string;
    connection_id: string;
    object: string;
    version: number;
    fingerprint: string;
    document: Jsonb;
    seen_at: Now;
  };
  schema_baselines: { tenant_id: string; connection_id: string; object: string; version: number };
  streams: {
    tenant_id: string;
    connection_id: string;
    stream: string;
    object: string;
    epoch: Generated<number>;
    holder: Maybe<string>;
    mode: Maybe<'full' | 'incremental'>;
    since: ColumnType<Json, string | null | undefined, string | null>;
    resume: ColumnType<Json, string | null | undefined, string | null>;
    completed_at: MaybeTime;
    completed_by: Maybe<string>;
    swept_at: MaybeTime;
    stopped_code: Maybe<string>;
    stopped_reason: Maybe<string>;
    paused_at: MaybeTime;
    paused_by: Maybe<string>;
    anew_at: MaybeTime;
    anew_by: Maybe<string>;
  };
  mapping_versions: {
    tenant_id: string;
    connection_id: string;
    stream: string;
    entity: string;
    version: number;
    document: string;
    author: 'human' | 'heuristic' | 'memory' | 'llm' | 'default';
    author_id: Maybe<string>;
    reason: string;
    parent_version: Maybe<number>;
    created_at: Now;
  };
  active_mappings: {
    tenant_id: string;
    connection_id: string;
    stream: string;
    entity: string;
    version: number;
    switched_at: Now;
  };
}
