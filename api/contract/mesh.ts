import { z } from 'zod';
import { connectionStatus, staleAt, system } from './connections.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';
import { taskKind, taskState } from './tasks.ts';

export const replayBody = z.strictObject({
  connection_id: z.uuid(),
  object: z.string().min(1).max(1_024).describe("The object's name in the source"),
});

const taskSummary = z.strictObject({
  task_id: z.uuid(),
  kind: taskKind,
  state: taskState,
  created_at: timestamp,
  ended_at: timestamp.nullable(),
});

export const connectionHealth = z
  .strictObject({
    connection_id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    system,
    status: connectionStatus,
    status_reason: z.string().nullable(),
    schedule_seconds: z.int().nullable(),
    next_run_at: timestamp.nullable(),
    last_sync_at: timestamp.nullable().describe('End of the last complete read'),
    stale_at: staleAt,
    last_task: taskSummary.nullable().describe('The newest ingest, whatever became of it'),
    recent_runs: z
      .array(z.strictObject({ task_id: z.uuid(), state: taskState, created_at: timestamp }))
      .describe('The newest ingests, at most thirty, newest first'),
    records: z.strictObject({
      count: z.int().nonnegative().describe('Live records, counted per canonical entity'),
      capped: z.boolean().describe('True: there are at least so many'),
    }),
    objects: z.strictObject({ seen: z.int(), mapped: z.int(), stopped: z.int(), paused: z.int() }),
    schema_version: z
      .int()
      .nullable()
      .describe("Sum of the objects' schema versions: rises with every change of any of them"),
    schema_seen_at: timestamp.nullable().describe('When the newest of them was first seen'),
    open_tickets: z.strictObject({ breaking: z.int(), risky: z.int(), harmless: z.int() }),
    quarantined: z.int().nonnegative().describe('Records held: quarantined or parked'),
  })
  .meta({ id: 'ConnectionHealth' });
export const connectionHealthQuery = z.strictObject({
  connection_id: z.uuid().optional().describe('This one alone'),
  status: connectionStatus.optional(),
  ...pageQuery,
});
export const connectionHealthPage = pageOf(connectionHealth);
