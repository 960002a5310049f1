'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { plural } from '../../lib/words';
import { useToast } from '../../ui/toast';

/** Starts and removes the demo data; whatever is on screen is asked for again afterwards. */
export const useDemoData = () => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  const settled = { onError: complain, onSettled: () => client.invalidateQueries() };
  const start = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/demo-data')),
    onSuccess: () => {
      say('Demo data is on its way', 'Two sources are read, then connected; it goes on without this page.');
    },
    ...settled,
  });
  const remove = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/v1/demo-data')),
    onSuccess: ({ connections, task_id }) => {
      say(
        `${plural(connections, 'demo source')} removed`,
        task_id === null ? undefined : 'A connect builds the golden records without them.',
      );
    },
    ...settled,
  });
  return { start, remove };
};
