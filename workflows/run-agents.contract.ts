import type { AgentId } from '../domain/agents/finding.ts';

export interface RunAgentsInput {
  readonly tenantId: string;
  readonly traceId: string;
  /** The task that a person asked for; left out under a job that holds the slot already (DCL connect). */
  readonly taskId?: string;
  /** Left out: the current generation. */
  readonly generation?: number;
  /** Left out: all. */
  readonly agents?: readonly AgentId[];
}

export interface RunAgentsResult {
  readonly state: 'success' | 'failed' | 'cancelled';
}

/** One job of an agent at a time. */
export const runAgentsId = (tenantId: string, agent: AgentId): string => `agents/${tenantId}/${agent}`;
/** The run that follows a published generation. */
export const runAgentsAfterId = (tenantId: string, generation: number): string =>
  `agents/${tenantId}/generation/${generation}`;
export const runAgentsWorkflow = 'runAgents';
