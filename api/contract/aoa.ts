import { z } from 'zod';
import { agentRun } from './agents.ts';
import { orNull } from './or-null.ts';
import { timestamp } from './page.ts';
import { taskKind, taskState } from './tasks.ts';

const count = z.int().nonnegative();

const shortTask = z.strictObject({
  task_id: z.uuid(),
  kind: taskKind,
  state: taskState,
  subject: z.strictObject({ kind: z.string(), id: z.string() }),
  created_at: timestamp,
  started_at: timestamp.nullable(),
  ended_at: timestamp.nullable(),
});

export const aoaState = z
  .strictObject({
    running: orNull(shortTask).describe('The whole run that is going on'),
    last: orNull(shortTask).describe('The newest whole run that has ended'),
    jobs: z.array(shortTask).describe('Everything that is queued or running, oldest first, at most 100'),
    slots: z.strictObject({ taken: count, queued: count }),
    generation: orNull(
      z.strictObject({
        generation: count,
        canonical_seq: count,
        content_hash: z.string().nullable(),
        published_at: timestamp.nullable(),
        events_since: count.describe('Canonical events that the golden records do not know yet'),
      }),
    ),
    agents: z.array(agentRun).describe('The newest run of each agent'),
    writebacks: z.record(z.string(), count).describe('By state'),
  })
  .meta({ id: 'AoaState' });

export const debugState = z
  .strictObject({
    slots: z.array(z.strictObject({ task_id: z.uuid(), workflow_id: z.string(), taken_at: timestamp })),
    tasks: z
      .array(z.strictObject({ ...shortTask.shape, workflow_id: z.string() }))
      .describe('Queued and running, with their workflow ids'),
    counters: z.strictObject({ canonical_seq: count, event_id: count }),
    streams: z.array(
      z.strictObject({
        connection_id: z.uuid(),
        stream: z.string(),
        object: z.string(),
        stopped_reason: z.string().nullable(),
      }),
    ),
    generations: z.array(
      z.strictObject({
        generation: count,
        state: z.string(),
        current: z.boolean(),
        canonical_seq: count,
        host: z.string(),
        error: z.string().nullable(),
        started_at: timestamp,
        published_at: timestamp.nullable(),
      }),
    ),
  })
  .meta({ id: 'DebugState' });
