import type { Json } from '../json.ts';

export const agentIds = ['revops', 'finops'] as const;
export type AgentId = (typeof agentIds)[number];

export const severities = ['info', 'notice', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

export type CitedEntity = 'account' | 'contact' | 'opportunity' | 'cloud_resource' | 'cloud_cost';

/** A golden record that a finding rests on. */
export interface Citation {
  readonly entity: CitedEntity;
  readonly id: string;
}

/** A change that a finding calls for, in the words of the canonical model; which source field it is, a write target says. */
export interface WantedChange {
  readonly target: 'forecast_category';
  readonly entity: CitedEntity;
  readonly goldenId: string;
  readonly value: string;
  /** Why, in one sentence. */
  readonly summary: string;
}

/** What an agent found. Money is text, exact where it was summed; estimates are rounded to cents and called so. */
export interface Finding {
  readonly kind: string;
  /** What it is about: the same thing found again has the same key. */
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly summary: string;
  readonly figures: Readonly<Record<string, Json>>;
  /** Names of the agent's questions whose answers it rests on. */
  readonly evidence: readonly string[];
  readonly citations: readonly Citation[];
  readonly change?: WantedChange;
}

/** Rows by the name of the question, as the views answered them. */
export type Answers = Readonly<Record<string, readonly Row[]>>;
export type Row = Readonly<Record<string, Json>>;

/** A write of ours that the source counts as a change of the record, though nobody has worked on it. */
export interface OwnWrite {
  readonly goldenId: string;
  /** Time of the record's last change before it and after it, as the views show it. */
  readonly before: string | null;
  readonly after: string;
}

/** What a run is pinned to beside its generation. */
export interface RunContext {
  /** YYYY-MM-DD: the newest day that the data shows. */
  readonly asOf: string;
  readonly ownWrites: readonly OwnWrite[];
}

export interface AgentResult {
  readonly findings: readonly Finding[];
  /** What the run as a whole is measured by. */
  readonly measures: Readonly<Record<string, Json>>;
}

/** An agent: what it asks, and what it makes of the answers. Both are pure, so that a run can be repeated. */
export interface Agent {
  readonly id: AgentId;
  readonly title: string;
  readonly purpose: string;
  /** The views that it reads, and nothing else. */
  readonly reads: readonly string[];
  readonly writes: readonly WantedChange['target'][];
  readonly kinds: readonly string[];
  /** Answers one row `as_of` (YYYY-MM-DD, or null where there is nothing to look at). */
  readonly clock: (ownWrites: readonly OwnWrite[]) => string;
  /** Read-only statements over the unified views, by name, that anybody can ask again by `dcl/query`. */
  readonly questions: (context: RunContext) => Readonly<Record<string, string>>;
  readonly judge: (answers: Answers, context: RunContext) => AgentResult;
}
