'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { Select } from '../../ui/input';
import { useToast } from '../../ui/toast';

type Policy = Schemas['RepairPolicy'];

const words: Readonly<Record<Policy, string>> = {
  auto: 'Apply what is sure',
  ask: 'Always ask',
  ignore: 'Ignore',
  freeze: 'Freeze the object',
};

const meanings: Readonly<Record<Policy, string>> = {
  auto: 'Sure repairs are applied by themselves; the rest waits for a person.',
  ask: 'A person decides about every repair.',
  ignore: 'Nothing is proposed; the last known values stand.',
  freeze: 'The object is not read until a person has settled the ticket.',
};

export const policyWord = (policy: Policy): string => words[policy];

interface PolicySelectProps {
  readonly label: string;
  readonly value: Policy;
  /** Null stands for all. */
  readonly connection: string | null;
  readonly object: string | null;
}

/** What may happen by itself at a place; those who may not set it read it. */
export const PolicySelect = ({ label, value, connection, object }: PolicySelectProps) => {
  const id = useId();
  const client = useQueryClient();
  const maySet = useMay('admin');
  const { say, complain } = useToast();
  const set = useMutation({
    mutationFn: (policy: Policy) =>
      answerOf(
        api.PUT('/api/v1/mesh/policies', {
          body: { connection_id: connection, object, field: null, policy },
        }),
      ),
    onSuccess: (_, policy) => {
      say(`Policy: ${words[policy]}`, meanings[policy]);
    },
    onError: complain,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['policies'] }),
        client.invalidateQueries({ queryKey: ['drift'] }),
      ]),
  });
  const shown = set.isPending ? set.variables : value;
  return (
    <div className="flex max-w-md flex-col gap-1.5">
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
      <Select
        id={id}
        value={shown}
        disabled={!maySet || set.isPending}
        aria-describedby={`${id}-means`}
        onChange={(event) => {
          set.mutate(event.target.value as Policy);
        }}
      >
        {(Object.keys(words) as Policy[]).map((policy) => (
          <option key={policy} value={policy}>
            {words[policy]}
          </option>
        ))}
      </Select>
      <p id={`${id}-means`} className="text-sm text-muted">
        {meanings[shown]}
      </p>
    </div>
  );
};
