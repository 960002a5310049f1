import type { Response } from 'express';
import { Fault } from '../../../domain/faults.ts';
import { eventStreamQuery } from '../../contract/events.ts';
import type { Deps } from '../../deps.ts';
import type { DetachedCall } from '../../endpoint.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { sseOutlet } from '../../streams/sse-outlet.ts';
import { typeChoiceOf } from '../../streams/type-choice.ts';
import { watchStanding } from '../../streams/watch-standing.ts';

type StreamCall = DetachedCall<undefined, typeof eventStreamQuery>;

export const getEventStream = detachedEndpoint({
  id: 'streamEvents',
  method: 'get',
  path: '/events/stream',
  tag: 'events',
  summary: 'Live events (server-sent events); resumes behind Last-Event-ID without gaps',
  description:
    'First comes `ready` (or `resync`, when what was missed is not there any more: fetch anew what you show). Each event has its id and type; `task.progress` has no id. Ends after half an hour: reconnect with the last id. docs/events.md lists the types.',
  role: 'viewer',
  query: eventStreamQuery,
  replies: {
    200: { contentType: 'text/event-stream; charset=utf-8', description: 'Events until either side ends' },
  },
  handle: (call, deps) =>
    Promise.resolve({
      status: 200,
      headers: { 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' },
      send: streamTo(call, deps, resumeFrom(call)),
    }),
});

/** Where the client wants to go on. Throws `validation_failed` for a Last-Event-ID that we never gave. */
const resumeFrom = ({ request, query }: StreamCall): number | undefined => {
  const last = request.get('Last-Event-ID');
  if (last === undefined || last === '') return query.after;
  if (!/^\d{1,15}$/.test(last))
    throw new Fault('validation_failed', 'Last-Event-ID must be the id of an event');
  return Number(last);
};

/** The headers go out with the first bytes, which the hub writes once it has asked the database: until then a fault is a problem. */
const streamTo =
  ({ caller, query }: StreamCall, { events, standings }: Deps, after: number | undefined) =>
  async (response: Response): Promise<void> => {
    const outlet = sseOutlet(response);
    const stopWatching = watchStanding(standings, caller, () => {
      outlet.end();
    });
    response.on('close', stopWatching);
    const reader = await events.open(caller.tenantId, { outlet, types: typeChoiceOf(query.types), after });
    const leave = (): void => {
      events.close(caller.tenantId, reader);
    };
    // The client may have gone while the database was asked.
    if (response.destroyed) leave();
    else response.on('close', leave);
  };
