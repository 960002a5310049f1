import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';

export type Operations = Schemas['OperationsDashboard'];

/** The whole of the operations page in one request. */
export const operationsQuery = () =>
  queryOptions({
    queryKey: ['dashboard', 'operations'],
    queryFn: () => answerOf(api.GET('/api/v1/dashboard')),
  });
