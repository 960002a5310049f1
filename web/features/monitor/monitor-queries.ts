import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { apiOrigin } from '../../lib/api-origin';
import { ApiProblem } from '../../lib/api-problem';

export const spans = [7, 30, 90] as const;

const usualSpan = 30;

/** How many days back an address looks. */
export const daysOf = (params: URLSearchParams): number =>
  spans.find((span) => String(span) === params.get('days')) ?? usualSpan;

export const figuresRequest = (days: number) =>
  ['/api/v1/mesh/figures', { params: { query: { days } } }] as const;

export const figuresQuery = (days: number) =>
  queryOptions({
    queryKey: ['figures', days],
    queryFn: () => answerOf(api.GET(...figuresRequest(days))),
  });

export const llmUsageQuery = (days: number) =>
  queryOptions({
    queryKey: ['llm', days],
    queryFn: () => answerOf(api.GET('/api/v1/llm/usage', { params: { query: { days } } })),
  });

export const policiesQuery = () =>
  queryOptions({
    queryKey: ['policies'],
    queryFn: () => answerOf(api.GET('/api/v1/mesh/policies')),
  });

/** One connection as the mesh counts it; undefined where it is not counted yet. */
export const healthQuery = (id: string) =>
  queryOptions({
    queryKey: ['health', id],
    queryFn: async () =>
      (await answerOf(api.GET('/api/v1/mesh/connections', { params: { query: { connection_id: id } } })))
        .data[0] ?? null,
  });

export interface Readiness {
  readonly ready: boolean;
  readonly parts: Readonly<
    Record<string, { readonly state: 'ok' | 'degraded' | 'failed'; readonly reason?: string }>
  >;
}

/** `/readyz` answers 503 with the same body when a part has failed: that is an answer, too. No event tells of it. */
export const readinessQuery = () =>
  queryOptions({
    queryKey: ['readiness'],
    queryFn: async ({ signal }): Promise<Readiness> => {
      const response = await fetch(`${apiOrigin}/readyz`, { signal });
      const body: unknown = await response.json().catch(() => undefined);
      if (isReadiness(body)) return body;
      throw ApiProblem.from(body, response);
    },
    refetchInterval: 10_000,
  });

const isReadiness = (body: unknown): body is Readiness =>
  body !== null && typeof body === 'object' && 'ready' in body && 'parts' in body;
