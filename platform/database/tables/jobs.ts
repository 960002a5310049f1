import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../../../domain/json.ts';
import type { TaskKind } from '../../../domain/states/task.ts';
import type { Jsonb, Maybe, MaybeTime, Now, Time } from './column-types.ts';

/** What the gateway keeps, and what jobs are made of. */
export interface JobTables {
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
    /** From before addresses were sealed; the reconciler empties it. */
    callback_url: Maybe<string>;
    callback_address: Maybe<string>;
    callback_sealed: Maybe<Buffer>;
    trace_id: string;
    traceparent: Maybe<string>;
    requested_by: string;
    created_at: Now;
    started_at: MaybeTime;
    ended_at: MaybeTime;
  };
  callback_deliveries: {
    tenant_id: string;
    delivery_id: string;
    task_id: string;
    state: Generated<'pending' | 'delivered' | 'failed'>;
    attempts: Generated<number>;
    status: Maybe<number>;
    error: Maybe<string>;
    requested_by: string;
    created_at: Now;
    attempted_at: MaybeTime;
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
  worker_beats: { worker: string; queue: string; places: number; taken: number; beaten_at: Now };
  stream_tickets: {
    tenant_id: string;
    ticket_hash: Buffer;
    user_id: string;
    role: string;
    expires_at: Time;
    used_at: MaybeTime;
  };
  flags: { tenant_id: string; name: string; enabled: boolean; updated_by: string; updated_at: Now };
}
