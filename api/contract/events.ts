import { z } from 'zod';
import { jsonObject } from './json-object.ts';
import { pageOf, timestamp } from './page.ts';

export const liveEvent = z
  .strictObject({
    id: z
      .int()
      .min(1)
      .optional()
      .describe('Rises by one per event of the tenant, without gaps; progress events have none'),
    type: z.string().meta({ example: 'canonical.appended' }),
    at: timestamp,
    trace_id: z.string(),
    task_id: z.uuid().optional(),
    subject: z.strictObject({ kind: z.string(), id: z.string() }),
    data: jsonObject,
  })
  .meta({ id: 'LiveEvent', description: 'Types and their data: docs/events.md' });

const typesFilter = z
  .string()
  .regex(/^[a-z_.*]+(,[a-z_.*]+)*$/, 'Types separated by commas, such as `task.*,canonical.appended`')
  .max(500)
  .optional()
  .describe('Only these types, separated by commas; `task.*` stands for all that begin with `task.`');

const eventId = z.coerce.number().int().nonnegative();

export const eventStreamQuery = z.strictObject({
  types: typesFilter,
  after: eventId
    .optional()
    .describe('Start behind this id; `Last-Event-ID` wins. Neither: only what happens from now on'),
});
const eventsFilter = {
  types: typesFilter,
  connection_id: z
    .uuid()
    .optional()
    .describe(
      'Those about this connection, its tasks, tickets and repairs, among the latest hundred thousand',
    ),
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('Every word must stand in what the event says, among the latest hundred thousand'),
};
export const eventsQuery = z.strictObject({
  ...eventsFilter,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(1_024).optional(),
  after: eventId.optional().describe('Oldest first behind this id; without it the newest first'),
});
export const mostEventsExported = 50_000;
export const eventsExportQuery = z.strictObject({
  ...eventsFilter,
  format: z.enum(['csv', 'jsonl']).default('csv'),
});
export const eventPage = pageOf(liveEvent).meta({ id: 'EventPage' });

export const ticketReply = z
  .strictObject({
    ticket: z.string().describe('Works once'),
    expires_at: timestamp,
    url: z.string().describe('Path to open a WebSocket at, with the ticket in it'),
  })
  .meta({ id: 'EventTicket' });
