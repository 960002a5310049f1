'use client';

import { useQuery } from '@tanstack/react-query';
import { AsyncPanel } from '../../ui/async-panel';
import { Panel } from '../../ui/panel';
import { agentsQuery } from '../agents/agent-queries';
import { agentName } from '../agents/agent-words';
import { AutonomySelect } from '../agents/autonomy-select';
import { PolicyPanel } from '../monitor/policy-panel';

/** What may happen without a person: repairs by their policy, changes of agents by their mode. */
export const AutomationTab = () => {
  const agents = useQuery(agentsQuery());
  return (
    <>
      <PolicyPanel />
      <Panel title="Autonomy of the agents" note="Holds from an agent's next run on.">
        <AsyncPanel query={agents} rows={2}>
          {(data) => (
            <ul className="grid gap-5 md:grid-cols-2">
              {data.map((agent) => (
                <li key={agent.agent}>
                  <AutonomySelect agent={agent} label={agentName(agent.agent)} />
                </li>
              ))}
            </ul>
          )}
        </AsyncPanel>
      </Panel>
    </>
  );
};
