'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { Field } from '../../ui/field';
import { Select } from '../../ui/input';
import { useToast } from '../../ui/toast';
import { agentName, autonomyMeaning, autonomyModes, autonomyWord } from './agent-words';
import type { Agent, Autonomy } from './agent-words';

interface AutonomySelectProps {
  readonly agent: Agent;
  readonly label: string;
}

/** How free an agent is; those who may not set it read it. */
export const AutonomySelect = ({ agent: { agent, autonomy }, label }: AutonomySelectProps) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  const isAdmin = useMay('admin');
  const set = useMutation({
    mutationFn: (mode: Autonomy) =>
      answerOf(
        api.PUT('/api/v1/agents/{agent}/autonomy', { params: { path: { agent } }, body: { autonomy: mode } }),
      ),
    onSuccess: (_, mode) => {
      say(`${agentName(agent)}: ${mode}`);
    },
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: ['agents'] }),
  });
  if (!isAdmin)
    return (
      <p className="text-sm">
        <span className="block text-muted">{label}</span>
        {autonomyWord(autonomy)}: {autonomyMeaning(autonomy)}
      </p>
    );
  return (
    <Field label={label} required help={autonomyMeaning(set.isPending ? set.variables : autonomy)}>
      {(control) => (
        <Select
          {...control}
          value={autonomy}
          disabled={set.isPending}
          onChange={({ target }) => {
            const mode = autonomyModes.find((one) => one === target.value);
            if (mode !== undefined) set.mutate(mode);
          }}
        >
          {autonomyModes.map((mode) => (
            <option key={mode} value={mode}>
              {autonomyWord(mode)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
};
