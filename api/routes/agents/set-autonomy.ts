import { agents } from '../../../domain/agents/agents.ts';
import { latestRuns } from '../../../platform/database/repositories/agent-runs.ts';
import { autonomyOf, setAutonomy } from '../../../platform/database/repositories/agent-settings.ts';
import { agent, agentParams, autonomyBody } from '../../contract/agents.ts';
import { endpoint } from '../../endpoint.ts';
import { agentView } from './agent-view.ts';

export const putAutonomy = endpoint({
  id: 'setAutonomy',
  method: 'put',
  path: '/agents/:agent/autonomy',
  tag: 'agents',
  summary: 'Say what an agent may do by itself',
  description: 'It holds from the next run on; proposals that wait already go on waiting.',
  role: 'admin',
  params: agentParams,
  body: autonomyBody,
  replies: { 200: agent },
  handle: async ({ params, body, caller, transaction, note }) => {
    const before = await autonomyOf(transaction, params.agent);
    await setAutonomy(transaction, params.agent, body.autonomy, caller.userId);
    note({
      subject: { kind: 'agent', id: params.agent },
      before: { autonomy: before },
      after: { autonomy: body.autonomy },
    });
    const runs = await latestRuns(transaction);
    return {
      status: 200,
      body: agentView(agents[params.agent], body.autonomy, runs.get(params.agent)),
    };
  },
});
