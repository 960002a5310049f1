import { defineQuery } from '@temporalio/workflow';
import type { AgentId } from '../domain/agents/finding.ts';

export interface DclConnectInput {
  readonly tenantId: string;
  readonly taskId: string;
  readonly traceId: string;
  /** Weights of unification are estimated anew. */
  readonly estimate?: boolean;
  /** The agents that look at the new generation; left out: all. */
  readonly agents?: readonly AgentId[];
}

export interface DclConnectProgress {
  readonly step: 'building' | 'agents' | 'done';
  readonly generation: number | null;
}

/** One build per tenant at a time. */
export const dclConnectId = (tenantId: string): string => `dcl/${tenantId}`;
export const dclConnectWorkflow = 'dclConnect';
export const dclConnectProgress = defineQuery<DclConnectProgress>('progress');
