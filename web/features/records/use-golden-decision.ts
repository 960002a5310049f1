'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { useToast } from '../../ui/toast';

/** Records that people put together or apart; golden records that are one, or groups of records that are not. */
export type GoldenDecision =
  | {
      readonly kind: 'merge';
      readonly entity: 'account' | 'contact';
      readonly ids: string[];
      readonly reason: string;
    }
  | {
      readonly kind: 'split';
      readonly entity: 'account' | 'contact';
      readonly id: string;
      readonly groups: string[][];
      readonly reason: string;
    };

const send = (decision: GoldenDecision) => {
  const why = decision.reason === '' ? {} : { reason: decision.reason };
  const { entity } = decision;
  return decision.kind === 'merge'
    ? answerOf(api.POST('/api/v1/dcl/merge', { body: { entity, ids: decision.ids, ...why } }))
    : answerOf(
        api.POST('/api/v1/dcl/split', {
          body: { entity, id: decision.id, groups: decision.groups, ...why },
        }),
      );
};

/** Takes a decision that every later build keeps; it shows once the next generation is published. */
export const useGoldenDecision = (onDone: () => void) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  return useMutation({
    mutationFn: send,
    onSuccess: (_, { kind }) => {
      say(kind === 'merge' ? 'Merged' : 'Split', 'It shows when the connect that has just started is done.');
      onDone();
    },
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: ['dcl'] }),
  });
};
