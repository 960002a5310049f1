import { answerOf, api } from '../../lib/api-client';
import type { eventFamilies } from './event-words';

export interface EventFilter {
  readonly family: (typeof eventFamilies)[number] | undefined;
  /** Empty: of all connections. */
  readonly connection: string;
  /** Words that must all stand in what an event says. */
  readonly q?: string;
}

/** What an export holds at most; the API says the same of itself. */
export const mostExported = 50_000;

const queryOf = ({ family, connection, q = '' }: EventFilter) => ({
  ...(family === undefined ? {} : { types: `${family}.*` }),
  ...(connection === '' ? {} : { connection_id: connection }),
  ...(q === '' ? {} : { q }),
});

/** One page of what was kept, newest first. */
export const loadEvents = (filter: EventFilter, cursor: string | undefined) =>
  answerOf(
    api.GET('/api/v1/events', {
      params: { query: { ...queryOf(filter), ...(cursor === undefined ? {} : { cursor }) } },
    }),
  );

/** The same selection as a file. */
export const exportEvents = (filter: EventFilter, format: 'csv' | 'jsonl') =>
  answerOf(
    api.GET('/api/v1/events/export', {
      params: { query: { ...queryOf(filter), format } },
      parseAs: 'blob',
    }),
  );
