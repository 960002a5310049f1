import { answerOf, api } from '../../lib/api-client';

export const agentsQuery = () => ({
  queryKey: ['agents'],
  queryFn: async () => (await answerOf(api.GET('/api/v1/agents'))).data,
});

export const insightQuery = (id: string) => ({
  queryKey: ['insight', id],
  queryFn: () => answerOf(api.GET('/api/v1/insights/{insight_id}', { params: { path: { insight_id: id } } })),
});

export const writebackQuery = (id: string) => ({
  queryKey: ['writeback', id],
  queryFn: () =>
    answerOf(api.GET('/api/v1/writebacks/{writeback_id}', { params: { path: { writeback_id: id } } })),
});
