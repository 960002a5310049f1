import { listRuns } from '../../../platform/database/repositories/agent-runs.ts';
import type { ListedRun } from '../../../platform/database/repositories/agent-runs.ts';
import { agentParams, agentRunPage, agentRunsQuery } from '../../contract/agents.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';
import { runView } from './agent-view.ts';

export const getAgentRuns = endpoint({
  id: 'listAgentRuns',
  method: 'get',
  path: '/agents/:agent/runs',
  tag: 'agents',
  summary: 'Runs of an agent, newest first',
  role: 'viewer',
  params: agentParams,
  query: agentRunsQuery,
  replies: { 200: agentRunPage },
  handle: async ({ caller, params, query, transaction }, { cursors }) => {
    const { rows, page } = await paginate(cursors, {
      name: `runs of ${params.agent}`,
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedRun) => [row.position, row.run_id],
      fetch: (after, limit) => listRuns(transaction, params.agent, limit, timePosition(after)),
    });
    return { status: 200, body: { data: rows.map(runView), page } };
  },
});
