import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem';

/** One cache per tab. What may pass by itself is tried again twice; what the API refuses is not. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && ApiProblem.of(error).retryable,
        retryDelay: (attempt) => Math.min(4_000, 400 * 2 ** attempt),
      },
      mutations: { retry: false },
    },
  });
