import { defineQuery } from '@temporalio/workflow';

export interface DclConnectInput {
  readonly tenantId: string;
  readonly taskId: string;
  readonly traceId: string;
  /** Weights of unification are estimated anew. */
  readonly estimate?: boolean;
  /** False: the agents do not look at the new generation. */
  readonly agents?: boolean;
}

export interface DclConnectProgress {
  readonly step: 'building' | 'agents' | 'done';
  readonly generation: number | null;
}

/** One build per tenant at a time. */
export const dclConnectId = (tenantId: string): string => `dcl/${tenantId}`;
export const dclConnectWorkflow = 'dclConnect';
export const dclConnectProgress = defineQuery<DclConnectProgress>('progress');
