import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';

export type Operations = Schemas['OperationsDashboard'];
export type Range = Schemas['DashboardRange'];

const words: Readonly<Record<Range, string>> = {
  '1h': 'the last hour',
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
};

export const ranges = Object.keys(words) as readonly Range[];
export const rangeWords = (range: Range): string => words[range];
const usualRange: Range = '24h';

/** The range that an address names; a day where it names none. */
export const rangeOf = (params: URLSearchParams): Range =>
  ranges.find((one) => one === params.get('range')) ?? usualRange;

/** What the address says of a range: nothing of the usual one. */
export const rangeParam = (range: string): string => (range === usualRange ? '' : range);

/** All ranges of the page. */
export const operationsKey = ['dashboard', 'operations'] as const;

/** The whole of the operations page in one request. */
export const operationsRequest = (range: Range) =>
  ['/api/v1/dashboard', { params: { query: { range } } }] as const;

export const operationsQuery = (range: Range = usualRange) =>
  queryOptions({
    queryKey: [...operationsKey, range],
    queryFn: () => answerOf(api.GET(...operationsRequest(range))),
  });
