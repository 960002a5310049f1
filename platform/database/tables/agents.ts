import type { ColumnType, Generated } from 'kysely';
import type { AgentId, Citation, Severity } from '../../../domain/agents/finding.ts';
import type { Json } from '../../../domain/json.ts';
import type { Autonomy, WritebackState } from '../../../domain/states/writeback.ts';
import type { Jsonb, Maybe, MaybeTime, Now } from './column-types.ts';

/** How far the taking back of a written value has come. */
export interface WritebackUndo {
  readonly state: 'requested' | 'writing' | 'done' | 'conflict' | 'failed';
  readonly requested_by: string;
  readonly requested_at: string;
  readonly reason: string | null;
  /** Committed before the one call that writes. */
  readonly sent_at: string | null;
  readonly ended_at: string | null;
  readonly failure: string | null;
}

/** What the source said when our value was read back. */
export interface WritebackFound {
  readonly value: Json;
  /** The object's change field and what it said; null where it has none. */
  readonly field: string | null;
  readonly changed_at: string | null;
}

/** What agents found, what they want to change, and how free they are. */
export interface AgentTables {
  agent_settings: {
    tenant_id: string;
    agent: AgentId;
    autonomy: Autonomy;
    updated_by: string;
    updated_at: Now;
  };
  agent_runs: {
    tenant_id: string;
    run_id: string;
    agent: AgentId;
    generation: number;
    task_id: Maybe<string>;
    state: Generated<'running' | 'done' | 'failed'>;
    /** YYYY-MM-DD. */
    as_of: Maybe<string>;
    insights: Maybe<number>;
    proposals: Maybe<number>;
    content_hash: Maybe<string>;
    measures: ColumnType<Record<string, Json>, string | undefined, string>;
    questions: ColumnType<Record<string, string>, string | undefined, string>;
    error: Maybe<string>;
    trace_id: string;
    started_at: Now;
    ended_at: MaybeTime;
  };
  insights: {
    tenant_id: string;
    insight_id: string;
    agent: AgentId;
    kind: string;
    key: string;
    digest: string;
    severity: Severity;
    title: string;
    summary: string;
    figures: Jsonb<Record<string, Json>>;
    evidence: Jsonb<readonly string[]>;
    citations: Jsonb<readonly Citation[]>;
    as_of: string;
    first_generation: number;
    created_at: Now;
  };
  agent_run_insights: { tenant_id: string; run_id: string; position: number; insight_id: string };
  writebacks: {
    tenant_id: string;
    writeback_id: string;
    agent: AgentId;
    run_id: string;
    insight_id: string;
    generation: number;
    connection_id: string;
    entity: string;
    golden_id: string;
    object: string;
    key: Jsonb<readonly Json[]>;
    field: string;
    seen: Jsonb;
    proposed: Jsonb;
    digest: string;
    autonomy: Exclude<Autonomy, 'observe'>;
    summary: string;
    state: Generated<WritebackState>;
    reason: Maybe<string>;
    sent_at: MaybeTime;
    error: Maybe<string>;
    found: ColumnType<WritebackFound | null, string | null | undefined, string | null>;
    verified_at: MaybeTime;
    changed_before: Maybe<string>;
    changed_after: Maybe<string>;
    read_again: Maybe<number>;
    undo: ColumnType<WritebackUndo | null, string | null | undefined, string | null>;
    trace_id: string;
    created_at: Now;
    updated_at: Now;
  };
  writeback_decisions: {
    tenant_id: string;
    decision_id: string;
    writeback_id: string;
    verdict: 'approve' | 'reject';
    digest: string;
    reason: Maybe<string>;
    decided_by: string;
    trace_id: string;
    decided_at: Now;
  };
}
