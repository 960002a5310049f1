import { agents } from '../../../domain/agents/agents.ts';
import { latestRuns } from '../../../platform/database/repositories/agent-runs.ts';
import { autonomyOf } from '../../../platform/database/repositories/agent-settings.ts';
import { agentList } from '../../contract/agents.ts';
import { endpoint } from '../../endpoint.ts';
import { agentView } from './agent-view.ts';

export const getAgents = endpoint({
  id: 'listAgents',
  method: 'get',
  path: '/agents',
  tag: 'agents',
  summary: 'The agents, how free they are, and what they found last',
  role: 'viewer',
  replies: { 200: agentList },
  handle: async ({ transaction }) => {
    const runs = await latestRuns(transaction);
    const data = [];
    for (const agent of Object.values(agents))
      data.push(agentView(agent, await autonomyOf(transaction, agent.id), runs.get(agent.id)));
    return { status: 200, body: { data } };
  },
});
