import type { z } from 'zod';
import type { Agent } from '../../../domain/agents/finding.ts';
import type { Autonomy } from '../../../domain/states/writeback.ts';
import type { AgentRun } from '../../../platform/database/repositories/agent-runs.ts';
import type { agent, agentRun } from '../../contract/agents.ts';

/** A run as the API shows it. */
export const runView = (run: AgentRun): z.input<typeof agentRun> => ({
  run_id: run.run_id,
  agent: run.agent,
  generation: run.generation,
  task_id: run.task_id,
  state: run.state,
  as_of: run.as_of,
  insights: run.insights,
  proposals: run.proposals,
  content_hash: run.content_hash,
  measures: run.measures,
  error: run.error,
  started_at: run.started_at.toISOString(),
  ended_at: run.ended_at?.toISOString() ?? null,
});

/** An agent with how free it is and when it looked last. */
export const agentView = (
  { id, title, purpose, reads, writes, kinds }: Agent,
  autonomy: Autonomy,
  lastRun: AgentRun | undefined,
): z.input<typeof agent> => ({
  agent: id,
  title,
  purpose,
  reads: [...reads],
  writes: [...writes],
  kinds: [...kinds],
  autonomy,
  last_run: lastRun === undefined ? null : runView(lastRun),
});
