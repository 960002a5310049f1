import { z } from 'zod';
import { connectionStates } from '../../domain/states/connection.ts';
import { liveEvent } from './events.ts';
import { orNull } from './or-null.ts';
import { timestamp } from './page.ts';

const count = z.int().nonnegative();

/** How far back figures of a time look, in minutes, and by how many minutes events are drawn. */
export const dashboardRanges = {
  '1h': { minutes: 60, bucketMinutes: 2 },
  '24h': { minutes: 1_440, bucketMinutes: 30 },
  '7d': { minutes: 10_080, bucketMinutes: 240 },
  '30d': { minutes: 43_200, bucketMinutes: 720 },
} as const;

const range = z.enum(['1h', '24h', '7d', '30d']).meta({ id: 'DashboardRange' });

export const operationsQuery = z.strictObject({
  range: range
    .default('24h')
    .describe('How far back events, repairs, failed tasks and model calls are counted'),
});

const attention = z
  .strictObject({
    kind: z.enum(['connection', 'repair', 'drift_event', 'task', 'quarantine', 'writebacks']),
    id: z.string().nullable().describe("Of quarantine: the connection's; null for write-backs"),
    severity: z.enum(['critical', 'warning', 'notice']),
    connection_id: z.uuid().nullable(),
    connection: z.string().nullable().describe("The connection's name"),
    object: z.string().nullable(),
    code: z
      .string()
      .nullable()
      .describe('Status of a connection or `stale`, kind of a change, kind of a task'),
    reason: z.string().nullable(),
    count: count.describe('Records held because of it, or changes that wait'),
    since: timestamp,
  })
  .meta({ id: 'NeedsAttention' });

export const operationsDashboard = z
  .strictObject({
    at: timestamp,
    range,
    since: timestamp.describe('Figures of a time are counted from then on'),
    sources: z.strictObject({
      total: count,
      by_status: z.partialRecord(z.enum(connectionStates), count),
      demo: count.describe('Of them: connections of the demo data'),
      stale: count.describe('Of those that do not fail: last read longer ago than twice their schedule'),
    }),
    freshness: z
      .array(
        z.strictObject({
          entity: z.string(),
          objects: count.describe('Mapped objects that feed it'),
          read: count.describe("Of them: read by their connection's newest successful ingest"),
          p95_seconds: z
            .number()
            .nullable()
            .describe('Nineteen in twenty of those were read at most so long ago'),
        }),
      )
      .describe('How long ago the objects of each entity were last read to their end'),
    stream: z.strictObject({
      last_seq: count.describe('Canonical events since the beginning'),
      bucket_minutes: count,
      buckets: z.array(z.strictObject({ at: timestamp, events: count })).describe('The range, oldest first'),
      events: count.describe('Within the range'),
    }),
    drift: z.strictObject({
      open: count,
      breaking: count,
      up_to_an_hour: count,
      up_to_a_day: count,
      up_to_a_week: count,
      older: count,
      oldest_at: timestamp.nullable(),
    }),
    repairs: z.strictObject({
      waiting: count.describe('All that wait now'),
      applied: count.describe('Of those proposed within the range'),
      applied_by_itself: count,
    }),
    tasks: z.strictObject({
      running: count,
      queued: count,
      failed: count.describe('Of those asked for within the range'),
      slots_taken: count,
      slots: count.describe('Jobs that may run at once'),
    }),
    llm: z.strictObject({
      heuristic_only: z.boolean(),
      calls: count.describe('Within the range'),
      saved: count.describe('Calls that memory and cache made superfluous within it'),
      tokens: count.describe('Within the range'),
      cost_usd: z
        .string()
        .nullable()
        .describe('Decimal, within the range; null where no price is configured'),
      tokens_today: count.describe('Since 00:00 UTC'),
      tokens_per_day: count,
    }),
    held: count.describe('Records in quarantine or parked'),
    golden: orNull(
      z.strictObject({
        generation: count,
        published_at: timestamp.nullable(),
        records: count.describe('Golden records of all entities'),
        duplicates: count.describe('Source records merged into others'),
        events_since: count,
      }),
    ),
    asked: z.boolean().describe('Whether anybody has asked what the records hold'),
    attention: z.array(attention).describe('What waits for a person, the gravest first, at most ten'),
    changes: z.array(liveEvent).describe('The newest changes of sources, mappings and golden records'),
  })
  .meta({ id: 'OperationsDashboard' });

export const demoDataRemoved = z
  .strictObject({
    connections: count.describe('How many were deleted'),
    task_id: z.uuid().nullable().describe('The connect that follows; null where nothing was connected yet'),
  })
  .meta({ id: 'DemoDataRemoved' });
