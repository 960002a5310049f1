'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { choosePersona, personas, usePersona } from '../../lib/persona';
import { percentWords } from '../../lib/words';
import { Field } from '../../ui/field';
import { Select } from '../../ui/input';
import { Link } from '../../ui/link';
import { agentsQuery } from '../agents/agent-queries';
import { agentName, autonomyWord } from '../agents/agent-words';
import { llmUsageQuery, policiesQuery } from '../monitor/monitor-queries';
import { policyWord } from '../monitor/policy-select';

const staleTime = 300_000;

/** What may happen by itself now, and who answers: for the top bar in few words, opened in many. */
export const useStanding = (enabled = true) => {
  const agents = useQuery({ ...agentsQuery(), staleTime, enabled });
  const policies = useQuery({ ...policiesQuery(), staleTime, enabled });
  const models = useQuery({ ...llmUsageQuery(1), staleTime, enabled });
  const modes = new Set(agents.data?.map(({ autonomy }) => autonomy));
  const [mode] = modes;
  const model = models.data?.models[0];
  return {
    agents: agents.data,
    policies: policies.data,
    autonomy: mode === undefined ? undefined : modes.size > 1 ? 'Mixed' : autonomyWord(mode),
    model:
      models.data === undefined
        ? undefined
        : models.data.heuristic_only || model === undefined
          ? 'Heuristics'
          : model.slice(model.indexOf(':') + 1),
  };
};

/** Persona, autonomy, drift policy and model, each with the place where it is set. */
export const Standing = ({ onLeave }: { readonly onLeave: () => void }) => {
  const { agents, policies, model } = useStanding();
  const persona = usePersona();
  const policy = policies?.data.find(({ connection_id: at }) => at === null)?.policy ?? 'ask';
  return (
    <div className="flex flex-col gap-4 text-sm">
      <Field
        label="Persona"
        required
        help="Whose figures stand first on the dashboard, and whom Ask answers."
      >
        {(control) => (
          <Select
            {...control}
            value={persona ?? ''}
            onChange={({ target }) => {
              choosePersona(personas.find((one) => one === target.value));
            }}
          >
            <option value="">Nobody in particular</option>
            {personas.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Setting name="Autonomy of agents" href="/settings?tab=automation" onLeave={onLeave}>
        {agents === undefined
          ? '…'
          : agents
              .map(({ agent, autonomy }) => `${agentName(agent)}: ${autonomyWord(autonomy).toLowerCase()}`)
              .join(', ')}
      </Setting>
      <div>
        <span className="block text-muted">What reaches an agent</span>
        <span className="flex flex-wrap gap-x-4">
          {agents?.map(({ agent }) => (
            <Link
              key={agent}
              href={`/graph?${new URLSearchParams({ agent: `agent:${agent}` }).toString()}`}
              onClick={onLeave}
              className="target inline-flex items-center text-brand underline underline-offset-4"
            >
              {agentName(agent)}
            </Link>
          )) ?? '…'}
        </span>
      </div>
      <Setting name="Drift" href="/settings?tab=automation" onLeave={onLeave}>
        {policies === undefined
          ? '…'
          : `${policyWord(policy)}${
              policy === 'auto' && policies.autofix ? `, above ${percentWords(policies.threshold)}` : ''
            }`}
      </Setting>
      <Setting name="Language model" verb="Look" href="/settings?tab=models" onLeave={onLeave}>
        {model ?? '…'}
      </Setting>
    </div>
  );
};

interface SettingProps {
  readonly name: string;
  /** What can be done there. */
  readonly verb?: string;
  readonly href: string;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

const Setting = ({ name, verb = 'Change', href, onLeave, children }: SettingProps) => (
  <div className="flex items-start justify-between gap-4">
    <p className="min-w-0 [overflow-wrap:anywhere]">
      <span className="block text-muted">{name}</span>
      {children}
    </p>
    <Link
      href={href}
      onClick={onLeave}
      aria-label={`${verb}: ${name}`}
      className="target inline-flex shrink-0 items-center text-brand underline underline-offset-4"
    >
      {verb}
    </Link>
  </div>
);
