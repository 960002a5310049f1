import { answerOf, api } from '../../lib/api-client';
import type { eventFamilies } from './event-words';

export interface EventFilter {
  readonly family: (typeof eventFamilies)[number] | undefined;
  /** Empty: of all connections. */
  readonly connection: string;
}

/** One page of what was kept, newest first. */
export const loadEvents = ({ family, connection }: EventFilter, cursor: string | undefined) =>
  answerOf(
    api.GET('/api/v1/events', {
      params: {
        query: {
          ...(family === undefined ? {} : { types: `${family}.*` }),
          ...(connection === '' ? {} : { connection_id: connection }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      },
    }),
  );
