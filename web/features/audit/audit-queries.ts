import { answerOf, api } from '../../lib/api-client';
import type { paths } from '../../lib/api';

export type AuditFilter = NonNullable<paths['/api/v1/audit/export']['get']['parameters']['query']>;

/** What an export holds at most; the API says the same of itself. */
export const mostExported = 50_000;

export const outcomes = ['done', 'refused', 'failed'] as const;
export const spans = [1, 7, 30, 90] as const;
const msPerDay = 86_400_000;

/** The first moment of a span of days: the beginning of a day, so that the same list is asked for all day. */
const sinceOf = (days: number): string =>
  new Date(Math.floor(Date.now() / msPerDay) * msPerDay - (days - 1) * msPerDay).toISOString();

/** What the address asks for. */
export const auditFilterOf = (params: URLSearchParams): AuditFilter => {
  const outcome = outcomes.find((one) => one === params.get('outcome'));
  const days = spans.find((span) => String(span) === params.get('days'));
  const [actor, action] = [params.get('actor') ?? '', params.get('action') ?? ''];
  return {
    ...(actor === '' ? {} : { actor }),
    ...(action === '' ? {} : { action }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(days === undefined ? {} : { since: sinceOf(days) }),
  };
};

export const loadAudit = (filter: AuditFilter, cursor: string | undefined) =>
  answerOf(
    api.GET('/api/v1/audit', {
      params: { query: { ...filter, ...(cursor === undefined ? {} : { cursor }) } },
    }),
  );

export const exportAudit = (filter: AuditFilter) =>
  answerOf(api.GET('/api/v1/audit/export', { params: { query: filter }, parseAs: 'blob' }));
