import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';

const path = (id: string) => ({ params: { path: { connection_id: id } } });

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id],
    queryFn: () => answerOf(api.GET('/api/v1/connections/{connection_id}', path(id))),
  });

export const checkQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id, 'check'],
    queryFn: () => answerOf(api.GET('/api/v1/connections/{connection_id}/check', path(id))),
  });

export const catalogueQuery = () =>
  queryOptions({
    queryKey: ['catalogue'],
    queryFn: async () => (await answerOf(api.GET('/api/v1/connections/catalogue'))).data,
    staleTime: 3_600_000,
  });

/** The newest connections, to name ids by. */
export const connectionNamesQuery = () =>
  queryOptions({
    queryKey: ['connections', 'names'],
    queryFn: async () =>
      (await answerOf(api.GET('/api/v1/connections', { params: { query: { limit: 200 } } }))).data,
    staleTime: 60_000,
  });

export const startTest = (id: string) =>
  answerOf(api.POST('/api/v1/connections/{connection_id}/test', path(id)));
export const startIngest = (id: string) =>
  answerOf(api.POST('/api/v1/connections/{connection_id}/ingest', { ...path(id), body: {} }));
