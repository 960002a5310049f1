import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../../../domain/json.ts';
import type { ObjectProfile } from '../../../domain/profile/profile.ts';
import type { RepairPolicy } from '../../../domain/repair/policy.ts';
import type {
  ChangeEdit,
  RepairAuthor,
  RepairBand,
  RepairedMapping,
  RepairPass,
  RepairUndo,
} from '../../../domain/repair/repair.ts';
import type { RepairState } from '../../../domain/states/repair.ts';
import type { Jsonb, Maybe, MaybeTime, Now, Time } from './column-types.ts';

/** Tickets, repairs, and what people and models said of them. */
export interface DriftTables {
  drift_events: {
    tenant_id: string;
    drift_event_id: string;
    connection_id: string;
    object: string;
    kind: string;
    severity: 'breaking' | 'risky' | 'harmless';
    state: Generated<'open' | 'proposing' | 'waiting' | 'manual' | 'applying' | 'closed'>;
    outcome: Maybe<'applied' | 'accepted' | 'healed' | 'superseded'>;
    digest: string;
    lost: ColumnType<string[], string | undefined, string>;
    detail: ColumnType<Record<string, Json>, string | undefined, string>;
    opened_at: Now;
    updated_at: Now;
    closed_at: MaybeTime;
  };
  repairs: {
    tenant_id: string;
    repair_id: string;
    drift_event_id: string;
    connection_id: string;
    object: string;
    stream: Maybe<string>;
    ticket_digest: string;
    digest: string;
    state: Generated<RepairState>;
    band: RepairBand;
    confidence: number;
    author: RepairAuthor;
    mappings: ColumnType<readonly RepairedMapping[], string, string>;
    unresolved: ColumnType<readonly string[], string | undefined, string>;
    reasons: ColumnType<readonly string[], string | undefined, string>;
    preview: ColumnType<RepairPass | null, string | null | undefined, string | null>;
    shadow: ColumnType<RepairPass | null, string | null | undefined, string | null>;
    undo: ColumnType<RepairUndo | null, string | null | undefined, string | null>;
    from_schema_version: Maybe<number>;
    to_schema_version: Maybe<number>;
    replay_task_id: Maybe<string>;
    superseded: Generated<boolean>;
    expires_at: MaybeTime;
    remind_at: MaybeTime;
    trace_id: string;
    created_at: Now;
    updated_at: Now;
    applied_at: MaybeTime;
  };
  repair_decisions: {
    tenant_id: string;
    decision_id: string;
    repair_id: string;
    verdict: 'approve' | 'reject';
    edits: ColumnType<readonly ChangeEdit[] | null, string | null | undefined, string | null>;
    digest: string;
    reason: Maybe<string>;
    decided_by: string;
    trace_id: string;
    decided_at: Now;
  };
  repair_policies: {
    tenant_id: string;
    policy_id: string;
    connection_id: Maybe<string>;
    object: Maybe<string>;
    field: Maybe<string>;
    policy: RepairPolicy;
    updated_by: string;
    updated_at: Now;
  };
  repair_snapshots: {
    tenant_id: string;
    snapshot_id: string;
    repairs: Jsonb<readonly { readonly repair_id: string; readonly digest: string }[]>;
    created_by: string;
    created_at: Now;
    expires_at: Time;
  };
  schema_changes: {
    tenant_id: string;
    change_id: string;
    connection_id: string;
    object: string;
    from_version: Maybe<number>;
    to_version: Maybe<number>;
    changes: Jsonb;
    drift_event_id: Maybe<string>;
    seen_at: Now;
  };
  field_profiles: {
    tenant_id: string;
    connection_id: string;
    object: string;
    schema_version: number;
    mode: 'full' | 'incremental';
    part: 'reading' | 'gathered' | 'suspect' | 'baseline';
    epoch: Generated<number>;
    rows: number;
    profile: ColumnType<ObjectProfile, string, string>;
    updated_at: Now;
  };
  llm_calls: {
    tenant_id: string;
    call_id: string;
    at: Now;
    purpose: string;
    provider: string;
    model: string;
    tokens_in: Generated<number>;
    tokens_out: Generated<number>;
    cost_micros: Maybe<number>;
    latency_ms: Maybe<number>;
    outcome:
      | 'started'
      | 'answered'
      | 'saved'
      | 'over_budget'
      | 'refused'
      | 'invalid'
      | 'truncated'
      | 'timeout'
      | 'rate_limited'
      | 'failed';
    saved_by: Maybe<'cache' | 'memory'>;
    request_hash: Maybe<Buffer>;
    request_bytes: Maybe<number>;
    subject: Maybe<string>;
  };
  repair_memory: {
    tenant_id: string;
    memory_id: string;
    at: Now;
    kind: 'rename' | 'mapping';
    system: string;
    object: string;
    from_name: string;
    to_name: string;
    verdict: 'approved' | 'rejected' | 'undone';
    decided_by: string;
    repair_id: string;
    change_id: string;
    embedding_model: string;
    from_embedding: readonly number[];
    to_embedding: readonly number[];
  };
}
