'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { useToast } from '../../ui/toast';
import type { Edits } from './choices';
import type { Repair } from './repair-words';
import { useTakeBack } from './use-take-back';

export type Decision =
  | { readonly verdict: 'approve'; readonly edits?: Edits }
  | { readonly verdict: 'reject'; readonly reason: string }
  | { readonly verdict: 'undo'; readonly reason: string };

interface Decided {
  readonly repair: Pick<Repair, 'repair_id' | 'digest' | 'object'>;
  readonly decision: Decision;
}

const said = {
  approve: ['Approved', 'New mapping versions are checked against the preview, then switched on.'],
  reject: ['Rejected', 'The ticket now waits for a person; the same is not proposed as sure again.'],
  undo: ['Undo asked for', 'The former rules come back as new versions.'],
} as const;

const send = ({ repair: { repair_id, digest }, decision }: Decided) => {
  switch (decision.verdict) {
    case 'approve': {
      const edits = decision.edits === undefined ? {} : { edits: decision.edits };
      return answerOf(api.POST('/api/v1/mesh/repair/approve', { body: { repair_id, digest, ...edits } }));
    }
    case 'reject':
      return answerOf(
        api.POST('/api/v1/mesh/repair/reject', { body: { repair_id, digest, reason: decision.reason } }),
      );
    case 'undo': {
      const reason = decision.reason === '' ? {} : { reason: decision.reason };
      return answerOf(api.POST('/api/v1/mesh/repair/undo', { body: { repair_id, ...reason } }));
    }
  }
};

/** Decides a repair by the digest that is on screen; a stale one is refused and everything is read again. */
export const useDecide = (onDecided?: () => void) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  const takeBack = useTakeBack();
  return useMutation({
    mutationFn: send,
    onSuccess: (_, { repair, decision: { verdict } }) => {
      const [word, next] = said[verdict];
      say(
        `${word}: ${repair.object}`,
        next,
        verdict === 'approve'
          ? {
              label: 'Take back',
              run: () => void takeBack(repair),
            }
          : undefined,
      );
      onDecided?.();
    },
    onError: complain,
    onSettled: (_answer, _error, { repair }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['repairs'] }),
        client.invalidateQueries({ queryKey: ['repair', repair.repair_id] }),
        client.invalidateQueries({ queryKey: ['drift'] }),
      ]),
  });
};
