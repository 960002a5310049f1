import { eventsAfter, eventsBefore } from '../../../platform/database/repositories/event-feed.ts';
import type { EventRow } from '../../../platform/database/repositories/event-feed.ts';
import { eventPage, eventsQuery } from '../../contract/events.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { liveEventOf } from '../../streams/live-event.ts';
import { eventChoiceOf } from './event-choice.ts';

export const getEvents = endpoint({
  id: 'listEvents',
  method: 'get',
  path: '/events',
  tag: 'events',
  summary: 'Events that were kept: the newest first, or in order behind an id',
  role: 'viewer',
  query: eventsQuery,
  replies: { 200: eventPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const choice = eventChoiceOf(query);
    const from = query.after;
    const { rows, page } = await paginate(cursors, {
      name: from === undefined ? 'events newest' : 'events',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: EventRow) => [row.id],
      fetch: (after, limit) =>
        from === undefined
          ? eventsBefore(transaction, after === undefined ? undefined : Number(after[0]), limit, choice)
          : eventsAfter(transaction, after === undefined ? from : Number(after[0]), limit, choice),
    });
    return { status: 200, body: { data: rows.map(liveEventOf), page } };
  },
});
