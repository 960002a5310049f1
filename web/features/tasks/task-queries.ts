import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { isLive } from './task-state';

/** One task. Events keep it fresh; a slow poll covers the moments without a stream. */
export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['task', id],
    queryFn: () => answerOf(api.GET('/api/v1/tasks/{task_id}', { params: { path: { task_id: id } } })),
    refetchInterval: ({ state }) => (state.data !== undefined && isLive(state.data) ? 2_000 : false),
  });
