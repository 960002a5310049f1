import { z } from 'zod';
import { taskKinds, taskStates } from '../../domain/states/task.ts';
import { jsonObject } from './json-object.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

export const taskState = z.enum(taskStates).meta({ id: 'TaskState' });
export const taskKind = z.enum(taskKinds).meta({ id: 'TaskKind' });

/** Answer of everything that starts a job; `Location` names the task. */
export const taskAccepted = z
  .strictObject({
    task_id: z.uuid(),
    kind: taskKind,
    existing: z
      .boolean()
      .describe(
        'True when the same job was queued or running already: this is its task, no second one started',
      ),
  })
  .meta({ id: 'TaskAccepted' });

const count = z.int().nonnegative();

export const ledger = z
  .strictObject({
    stream: z.string(),
    entity: z.string(),
    mapping_version: z.int(),
    read: count,
    changed: count,
    unchanged: count,
    quarantined: count,
    parked: count,
    filtered: count,
    stale: count,
    deleted: count.describe('Of the changed ones'),
    balanced: z
      .boolean()
      .describe('read = changed + unchanged + quarantined + parked + filtered + stale; false is shown red'),
  })
  .meta({ id: 'Ledger', description: 'What became of the rows of one object under one mapping' });

const taskProgress = z
  .strictObject({
    rows: count.optional().describe('Source rows read so far'),
    stream: z.string().optional().describe('The object being read'),
    step: z.string().optional().describe('Of a connect: what it is doing'),
    narration: z.string().optional().describe('The same as a sentence'),
  })
  .meta({ id: 'TaskProgress' });

const taskFields = {
  task_id: z.uuid(),
  kind: taskKind,
  state: taskState,
  paused: z.boolean(),
  subject: z.strictObject({ kind: z.string(), id: z.string() }).describe('What the job works on'),
  progress: taskProgress,
  queue_position: z
    .int()
    .min(1)
    .nullable()
    .describe("Place in the tenant's queue, from 1; null when the task is not waiting for a slot"),
  requested_by: z.string().describe('A user id, or the name of a part of the system'),
  trace_id: z.string(),
  created_at: timestamp,
  started_at: timestamp.nullable(),
  ended_at: timestamp.nullable(),
};

export const callbackDelivery = z
  .strictObject({
    delivery_id: z.uuid(),
    state: z.enum(['pending', 'delivered', 'failed']),
    attempts: count,
    status: z.int().nullable().describe('HTTP status of the last answer; null: there was none'),
    error: z.string().nullable().describe('How the last attempt failed'),
    requested_by: z.string().describe('`worker` at the end of the task, or whoever asked for it again'),
    created_at: timestamp,
    attempted_at: timestamp.nullable(),
    next_attempt_at: timestamp.nullable(),
  })
  .meta({ id: 'CallbackDelivery' });

export const task = z.strictObject(taskFields).meta({ id: 'Task' });

export const taskDetail = z
  .strictObject({
    ...taskFields,
    callback_url: z
      .string()
      .nullable()
      .describe('Scheme and host of the address that is told of the end; the rest may be a secret'),
    callbacks: z.array(callbackDelivery).describe('Its deliveries, newest first'),
    temporal_url: z
      .string()
      .nullable()
      .describe("The workflow in Temporal's Web UI, where one is configured"),
    totals: z.strictObject({ read: count, events: count }).nullable(),
    failures: z.array(
      z.strictObject({
        stream: z.string().describe('Empty: the whole job'),
        reason: z.string().describe('Fault code, colon, sentence'),
      }),
    ),
    unmapped: z
      .array(z.strictObject({ object: z.string(), rows: count.nullable() }))
      .describe('Objects of the source that no mapping reads'),
    held: z
      .array(z.strictObject({ object: z.string(), reason: z.string() }))
      .describe('Mapped objects that were not read, and why: access or key lost, gone, or frozen'),
    suggested: z
      .array(
        z.strictObject({
          object: z.string(),
          entity: z.string().nullable(),
          confidence: z.number().nullable(),
          repair_id: z.uuid().nullable().describe('The proposal; null where nothing could be proposed'),
          reason: z.string().nullable().describe('Why not'),
        }),
      )
      .describe('Of a suggestion of mappings: what became of each object'),
    guesses: z.array(z.string()).describe('What had to be guessed about the source, one sentence each'),
    report: z.unknown().describe('Of a connection check: its steps'),
    input: jsonObject.describe('What the job was given: names and ids'),
    result: z.unknown().describe('What it left behind, as it is kept; null while there is none'),
    ledgers: z.array(ledger),
    trail: z.array(
      z.strictObject({
        entry: z.int(),
        at: timestamp,
        actor: z.string(),
        kind: z.string(),
        detail: jsonObject,
      }),
    ),
  })
  .meta({ id: 'TaskDetail' });

export const taskStep = z
  .strictObject({
    step: z.string().describe('Name of the activity'),
    running: z
      .boolean()
      .describe('True: a worker is at it; false: it waits for one, or for its next attempt'),
    attempt: z.int().min(1),
    most_attempts: z.int().nullable().describe('Null: as many as its time allows'),
    started_at: timestamp.nullable().describe('When the newest attempt began'),
    next_attempt_at: timestamp.nullable().describe('When the next one begins, while one is awaited'),
    failure: z.string().nullable().describe('How the last attempt ended'),
  })
  .meta({ id: 'TaskStep' });
export const taskSteps = z.strictObject({ data: z.array(taskStep) });
export const taskPage = pageOf(task).meta({ id: 'TaskPage' });
export const taskParams = z.strictObject({ task_id: z.uuid() });
export const tasksQuery = z.strictObject({
  ...pageQuery,
  state: taskState.optional(),
  kind: taskKind.optional(),
  subject_kind: z.string().min(1).max(40).optional().describe('With subject_id: tasks about this one thing'),
  subject_id: z.string().min(1).max(200).optional(),
});
