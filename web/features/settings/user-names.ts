import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';

/** The tenant's users, to name ids by; admins may read it. */
export const userNamesQuery = () =>
  queryOptions({
    queryKey: ['users', 'names'],
    queryFn: async () =>
      (await answerOf(api.GET('/api/v1/users', { params: { query: { limit: 200 } } }))).data,
    staleTime: 300_000,
  });
