'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bot, Play } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Link } from '../../ui/link';
import { RelativeTime } from '../../ui/relative-time';
import { useToast } from '../../ui/toast';
import { agentsQuery } from './agent-queries';
import { agentName } from './agent-words';
import type { Agent } from './agent-words';
import { AutonomySelect } from './autonomy-select';

export const AgentCards = () => {
  const agents = useQuery(agentsQuery());
  return (
    <AsyncPanel query={agents} rows={4}>
      {(data) => (
        <ul aria-label="Agents" className="grid gap-4 md:grid-cols-2">
          {data.map((agent) => (
            <AgentCard key={agent.agent} agent={agent} />
          ))}
        </ul>
      )}
    </AsyncPanel>
  );
};

const AgentCard = ({ agent }: { readonly agent: Agent }) => {
  const { last_run: run } = agent;
  const mayRun = useMay('operator');
  const start = useStart(agent);
  return (
    <li className="flex min-w-0 flex-col gap-4 rounded-2xl border border-line bg-panel p-4 shadow-card sm:p-5">
      <div className="flex items-center gap-3">
        <span className="rounded-xl bg-agent-soft p-2.5 text-agent-ink">
          <Bot aria-hidden className="size-6" />
        </span>
        <h2 className="min-w-0 flex-1 text-base text-agent-ink">{agentName(agent.agent)}</h2>
        {mayRun && (
          <Button
            icon={Play}
            busy={start.isPending}
            onClick={() => {
              start.mutate();
            }}
          >
            Run
          </Button>
        )}
      </div>
      <p className="-mt-1 text-sm text-muted">{agent.purpose}</p>
      <p className="text-sm">
        {run === null ? (
          'Has not run yet: it runs after each connect.'
        ) : (
          <>
            {plural(run.insights ?? 0, 'insight')} and {plural(run.proposals ?? 0, 'proposed change')} from
            generation {run.generation}, <RelativeTime at={run.ended_at ?? run.started_at} />
            {run.task_id !== null && (
              <>
                {' '}
                ·{' '}
                <Link href={`/tasks/${run.task_id}`} className="text-brand underline underline-offset-4">
                  its task
                </Link>
              </>
            )}
          </>
        )}
      </p>
      <p className="text-xs text-muted">
        Reads {agent.reads.join(', ')}. May change{' '}
        {agent.writes.length === 0 ? 'nothing' : agent.writes.join(', ')}.
      </p>
      <AutonomySelect agent={agent} label="Autonomy" />
    </li>
  );
};

const useStart = ({ agent }: Agent) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  return useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/v1/agents/{agent}/run', { params: { path: { agent } }, body: {} })),
    onSuccess: ({ existing }) => {
      say(existing ? 'It is running already' : `${agentName(agent)} started`);
    },
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });
};
