import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../../domain/json.ts';
import type { RepairPolicy } from '../../domain/repair/policy.ts';
import type {
  ChangeEdit,
  RepairAuthor,
  RepairBand,
  RepairedMapping,
  RepairPass,
  RepairUndo,
} from '../../domain/repair/repair.ts';
import type { RepairState } from '../../domain/states/repair.ts';
import type { TaskKind } from '../../domain/states/task.ts';

/** Row types of the schema `au`, as Kysely reads and writes them. Times are Dates, bigint is a number, jsonb goes in as text. */
type Jsonb<T = Json> = ColumnType<T, string, string>;
type Now = ColumnType<Date, Date | string | undefined, Date | string>;
type Time = ColumnType<Date, Date | string, Date | string>;
type MaybeTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Maybe<T> = ColumnType<T | null, T | null | undefined, T | null>;

export interface Tables {
  tenants: { tenant_id: string; name: string; settings: Jsonb<Record<string, Json>>; created_at: Now };
  users: {
    tenant_id: string;
    user_id: string;
    email: string;
    name: string;
    role: 'admin' | 'operator' | 'viewer';
    password_hash: string;
    disabled_at: MaybeTime;
    created_at: Now;
  };
  user_emails: { email: string; tenant_id: string; user_id: string };
  refresh_tokens: {
    tenant_id: string;
    token_hash: Buffer;
    family: string;
    user_id: string;
    created_at: Now;
    expires_at: Time;
    used_at: MaybeTime;
    revoked_at: MaybeTime;
  };
  invites: {
    tenant_id: string;
    token_hash: Buffer;
    email: string;
    role: 'admin' | 'operator' | 'viewer';
    invited_by: string;
    created_at: Now;
    expires_at: Time;
    accepted_at: MaybeTime;
  };
  auth_audit: {
    id: Generated<number>;
    at: Now;
    action: string;
    outcome: string;
    email_digest: Maybe<Buffer>;
    ip: Maybe<string>;
    trace_id: Maybe<string>;
  };
  canonical_counters: { tenant_id: string; last: number };
  event_counters: { tenant_id: string; last: number };
  idempotency_keys: {
    tenant_id: string;
    principal: string;
    method: string;
    path: string;
    key: string;
    body_hash: Buffer;
    status: Maybe<number>;
    headers: ColumnType<Record<string, string> | null, string | null | undefined, string | null>;
    body: Maybe<Buffer>;
    created_at: Now;
    finished_at: MaybeTime;
  };
  audit_log: {
    tenant_id: string;
    audit_id: string;
    at: Now;
    actor: string;
    action: string;
    subject: Maybe<string>;
    before_digest: Maybe<Buffer>;
    after_digest: Maybe<Buffer>;
    status: number;
    ip: Maybe<string>;
    trace_id: Maybe<string>;
  };
  tasks: {
    tenant_id: string;
    task_id: string;
    kind: TaskKind;
    state: Generated<'queued' | 'in_progress' | 'success' | 'failed' | 'cancelled'>;
    paused: Generated<boolean>;
    subject_kind: string;
    subject_id: string;
    workflow_id: string;
    input: ColumnType<Record<string, Json>, string | undefined, string>;
    progress: ColumnType<Record<string, Json>, string | undefined, string>;
    result: ColumnType<Record<string, Json> | null, string | null | undefined, string | null>;
    error: ColumnType<Record<string, Json> | null, string | null | undefined, string | null>;
    callback_url: Maybe<string>;
    trace_id: string;
    traceparent: Maybe<string>;
    requested_by: string;
    created_at: Now;
    started_at: MaybeTime;
    ended_at: MaybeTime;
  };
  task_trail: {
    tenant_id: string;
    task_id: string;
    entry: number;
    at: Now;
    actor: string;
    kind: string;
    detail: ColumnType<Record<string, Json>, string | undefined, string>;
  };
  slots: { tenant_id: string; task_id: string; workflow_id: string; taken_at: Now };
  outbox: {
    tenant_id: string;
    id: string;
    kind: string;
    payload: Jsonb<Record<string, Json>>;
    due_at: ColumnType<Date, Date | string | undefined, Date | string>;
    claimed_until: MaybeTime;
    attempts: Generated<number>;
    last_error: Maybe<string>;
    traceparent: Maybe<string>;
    created_at: Now;
  };
  event_log: {
    tenant_id: string;
    id: number;
    type: string;
    at: Now;
    trace_id: string;
    task_id: Maybe<string>;
    subject_kind: string;
    subject_id: string;
    data: ColumnType<Record<string, Json>, string | undefined, string>;
  };
  stream_tickets: {
    tenant_id: string;
    ticket_hash: Buffer;
    user_id: string;
    role: string;
    expires_at: Time;
    used_at: MaybeTime;
  };
  flags: { tenant_id: string; name: string; enabled: boolean; updated_by: string; updated_at: Now };
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
    check_report: ColumnType<Json, string | null | undefined, string | null>;
    version: Generated<number>;
    created_by: string;
    created_at: Now;
    updated_at: Now;
    deleted_at: MaybeTime;
  };
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
  streams: {
    tenant_id: string;
    connection_id: string;
    stream: string;
    object: string;
    epoch: Generated<number>;
    holder: Maybe<string>;
    read_id: Maybe<string>;
    mode: Maybe<'full' | 'incremental'>;
    since: ColumnType<Json, string | null | undefined, string | null>;
    resume: ColumnType<Json, string | null | undefined, string | null>;
    read_started_at: MaybeTime;
    completed_at: MaybeTime;
    swept_at: MaybeTime;
    stopped_code: Maybe<string>;
    stopped_reason: Maybe<string>;
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
