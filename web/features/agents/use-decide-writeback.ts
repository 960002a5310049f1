'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { useToast } from '../../ui/toast';
import type { Writeback } from './agent-words';

interface Decision {
  readonly verdict: 'approve' | 'reject' | 'undo';
  /** Empty where none was asked for. */
  readonly reason: string;
}

const said = {
  approve: [
    'Approved',
    'It is written once, if the source still holds the value that was seen, and read back.',
  ],
  reject: ['Rejected', 'The same is not proposed again.'],
  undo: ['Undo asked for', 'The former value is written, if ours is still there.'],
} as const;

const send = ({ writeback_id, digest }: Pick<Writeback, 'writeback_id' | 'digest'>, decision: Decision) => {
  const params = { path: { writeback_id } };
  const reason = decision.reason === '' ? {} : { reason: decision.reason };
  switch (decision.verdict) {
    case 'approve':
      return answerOf(
        api.POST('/api/v1/writebacks/{writeback_id}/approve', { params, body: { digest, ...reason } }),
      );
    case 'reject':
      return answerOf(
        api.POST('/api/v1/writebacks/{writeback_id}/reject', {
          params,
          body: { digest, reason: decision.reason },
        }),
      );
    case 'undo':
      return answerOf(api.POST('/api/v1/writebacks/{writeback_id}/undo', { params, body: reason }));
  }
};

/** Decides a write-back by the digest that is on screen; a stale one is refused and everything is read again. */
export const useDecideWriteback = (writeback: Pick<Writeback, 'writeback_id' | 'digest'>) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  return useMutation({
    mutationFn: (decision: Decision) => send(writeback, decision),
    onSuccess: (_, { verdict }) => {
      const [word, next] = said[verdict];
      say(word, next);
    },
    onError: complain,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['writebacks'] }),
        client.invalidateQueries({ queryKey: ['writeback', writeback.writeback_id] }),
      ]),
  });
};
