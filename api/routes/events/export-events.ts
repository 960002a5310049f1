import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { eventsBefore } from '../../../platform/database/repositories/event-feed.ts';
import type { EventRow } from '../../../platform/database/repositories/event-feed.ts';
import { eventsExportQuery, mostEventsExported } from '../../contract/events.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { liveEventOf } from '../../streams/live-event.ts';
import { inPieces } from '../in-pieces.ts';
import { eventChoiceOf } from './event-choice.ts';

const columns = ['id', 'at', 'type', 'subject_kind', 'subject_id', 'task_id', 'trace_id', 'data'];
const mediaTypes = { csv: 'text/csv', jsonl: 'application/x-ndjson' } as const;

export const getEventsExport = detachedEndpoint({
  id: 'exportEvents',
  method: 'get',
  path: '/events/export',
  tag: 'events',
  summary: `Events that were kept as CSV or JSON lines, newest first, at most ${mostEventsExported}`,
  description:
    'Takes the filters of the list. In CSV `data` is JSON, and a text that a spreadsheet would take for a formula stands behind an apostrophe.',
  role: 'viewer',
  query: eventsExportQuery,
  replies: {
    200: { contentType: 'text/csv', description: 'With a line of headings; JSON lines where asked for' },
  },
  handle: ({ query, inTenant }) => {
    const { format } = query;
    const choice = eventChoiceOf(query);
    const pieces = inPieces<EventRow>(mostEventsExported, (last, limit) =>
      inTenant((transaction) => eventsBefore(transaction, last?.id, limit, choice)),
    );
    return Promise.resolve({
      status: 200,
      headers: {
        'Content-Type': `${mediaTypes[format]}; charset=utf-8`,
        'Content-Disposition': `attachment; filename="events.${format}"`,
      },
      send: (response) =>
        pipeline(Readable.from(format === 'csv' ? csvOf(pieces) : jsonLinesOf(pieces)), response),
    });
  },
});

type Pieces = AsyncGenerator<readonly EventRow[]>;

async function* csvOf(pieces: Pieces): AsyncGenerator<string> {
  yield stringify([columns]);
  for await (const rows of pieces)
    yield stringify(
      rows.map((row) => ({ ...row, at: row.at.toISOString(), data: JSON.stringify(row.data) })),
      { columns, escape_formulas: true },
    );
}

async function* jsonLinesOf(pieces: Pieces): AsyncGenerator<string> {
  for await (const rows of pieces) yield rows.map((row) => `${JSON.stringify(liveEventOf(row))}\n`).join('');
}
