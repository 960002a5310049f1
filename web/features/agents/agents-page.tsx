'use client';

import { useUrlState } from '../../lib/use-url-state';
import { latePanel } from '../../ui/late-panel';
import { PageHeader } from '../../ui/page-header';
import { Tabs } from '../../ui/tabs';
import { AgentCards } from './agent-cards';

const InsightsPanel = latePanel(() => import('./insights-panel').then((module) => module.InsightsPanel));
const WritebacksPanel = latePanel(() =>
  import('./writebacks-panel').then((module) => module.WritebacksPanel),
);

/** What the agents found, on which records it rests, and the changes that they propose to the sources. */
export const AgentsPage = () => {
  const [params, change] = useUrlState();
  const asked = params.get('tab');
  return (
    <>
      <PageHeader
        title="Agents"
        note="They read the unified views alone. Every finding cites its records; every change waits for the mode that you set."
      />
      <div className="flex flex-col gap-6">
        <AgentCards />
        <Tabs
          label="What agents bring"
          value={asked === 'writebacks' ? asked : 'insights'}
          onValueChange={(tab) => {
            change({ tab: tab === 'insights' ? '' : tab });
          }}
          tabs={[
            { id: 'insights', label: 'Insights', content: <InsightsPanel /> },
            { id: 'writebacks', label: 'Write-backs', content: <WritebacksPanel /> },
          ]}
        />
      </div>
    </>
  );
};
