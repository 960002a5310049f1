'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { useToast } from '../../ui/toast';

/** Starts a DCL connect, or says that one runs. */
export const useConnect = () => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  return useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/dcl/connect', { body: {} })),
    onSuccess: ({ existing }) => {
      say(existing ? 'A connect is under way already' : 'Connect started');
    },
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: ['dcl'] }),
  });
};
