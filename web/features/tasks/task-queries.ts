import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { isLive } from './task-state';

/** No event tells of a callback's attempts. */
const awaitsCallback = ({ callbacks }: Schemas['TaskDetail']): boolean =>
  callbacks.some(({ state }) => state === 'pending');

/** One task. Events keep it fresh; a slow poll covers the moments without a stream. */
export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['task', id],
    queryFn: () => answerOf(api.GET('/api/v1/tasks/{task_id}', { params: { path: { task_id: id } } })),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && (isLive(data) || awaitsCallback(data)) ? 2_000 : false,
  });
