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

/** Everything that a connection's objects look like, page by page. */
export const loadSchemas = (id: string, cursor: string | undefined) =>
  answerOf(
    api.GET('/api/v1/connections/{connection_id}/schemas', {
      params: { path: { connection_id: id }, query: cursor === undefined ? {} : { cursor } },
    }),
  );

/** How each object of a connection stands, page by page. */
export const loadObjects = (id: string, cursor: string | undefined) =>
  answerOf(
    api.GET('/api/v1/connections/{connection_id}/objects', {
      params: { path: { connection_id: id }, query: cursor === undefined ? {} : { cursor } },
    }),
  );

export interface SchemaVersions {
  readonly connection: string;
  readonly object: string;
  readonly from: number;
  readonly to: number;
}

export const comparisonQuery = ({ connection, object, from, to }: SchemaVersions) =>
  queryOptions({
    queryKey: ['schemas', connection, 'compare', object, from, to],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/connections/{connection_id}/schemas/compare', {
          params: { path: { connection_id: connection }, query: { object, from, to } },
        }),
      ),
    // A version that was seen does not change any more.
    staleTime: Infinity,
  });

export const startTest = (id: string) =>
  answerOf(api.POST('/api/v1/connections/{connection_id}/test', path(id)));
export const startIngest = (id: string) =>
  answerOf(api.POST('/api/v1/connections/{connection_id}/ingest', { ...path(id), body: {} }));
