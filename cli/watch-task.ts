import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isFault } from '../domain/faults.ts';
import type { ApiClient } from './api-client.ts';
import { exitCodes } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

export const taskRow = z.object({
  task_id: z.string(),
  kind: z.string(),
  state: z.string(),
  paused: z.boolean(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  progress: z.object({
    rows: z.number().optional(),
    stream: z.string().optional(),
    narration: z.string().optional(),
  }),
  queue_position: z.number().nullable(),
  created_at: z.string(),
  ended_at: z.string().nullable(),
});
export type TaskRow = z.infer<typeof taskRow>;

/** The parts of a task that a person reads; `loose`, since a program gets everything. */
export const taskDetail = taskRow
  .extend({
    failures: z.array(z.object({ stream: z.string(), reason: z.string() })),
    totals: z.object({ read: z.number(), events: z.number() }).nullable(),
    suggested: z
      .array(
        z
          .object({
            object: z.string(),
            entity: z.string().nullable(),
            confidence: z.number().nullable(),
            reason: z.string().nullable(),
          })
          .catchall(z.json()),
      )
      .default([]),
  })
  .catchall(z.json());
export type TaskDetail = z.infer<typeof taskDetail>;

const everyMs = 1_000;
/** Attempts to reach an API that is away. */
const patience = 60;
const isOver = ({ state }: TaskRow): boolean => !['queued', 'in_progress'].includes(state);

/** How far a task has come, in a line. */
export const taskLine = (task: TaskRow): string => {
  const place = task.queue_position === null ? '' : `, ${task.queue_position} in the queue`;
  const { rows, stream, narration } = task.progress;
  if (narration !== undefined && !isOver(task)) return narration;
  const read = rows === undefined ? '' : `, ${rows} rows${stream === undefined ? '' : `, ${stream}`}`;
  return `${task.kind} ${task.task_id}: ${task.paused ? 'paused' : task.state}${place}${read}`;
};

/** The task goes on while the API is restarted, so that is waited for. */
const askFor = async (api: ApiClient, taskId: string, terminal: Terminal): Promise<TaskDetail> => {
  for (let failures = 1; ; failures += 1) {
    try {
      return await api.call(taskDetail, 'GET', `/tasks/${taskId}`);
    } catch (error) {
      if (!isFault(error) || error.code !== 'source_unreachable' || failures >= patience) throw error;
      if (failures === 1) terminal.progress(`${api.url} does not answer; waiting for it`);
      await sleep(everyMs);
    }
  }
};

/** The task at its end; tells each step on the way. */
export const awaitTask = async (api: ApiClient, taskId: string, terminal: Terminal): Promise<TaskDetail> => {
  let said = '';
  for (;;) {
    const task = await askFor(api, taskId, terminal);
    const line = taskLine(task);
    if (line !== said) terminal.progress(line);
    said = line;
    if (isOver(task)) return task;
    await sleep(everyMs);
  }
};

/** Waits for a task's end and tells what came of it; sets the exit code when it did not succeed. */
export const watchTask = async (api: ApiClient, taskId: string, terminal: Terminal): Promise<void> => {
  const task = await awaitTask(api, taskId, terminal);
  const failures = task.failures.map(({ stream, reason }) => `  ${stream || 'the whole job'}: ${reason}`);
  const totals = task.totals === null ? '' : `, ${task.totals.read} rows read, ${task.totals.events} events`;
  const suggested = task.suggested.map(({ object, entity, confidence, reason }) =>
    entity === null
      ? `  ${object}: ${reason ?? 'nothing'}`
      : `  ${object}: ${entity}, confidence ${(confidence ?? 0).toFixed(2)}`,
  );
  terminal.result([`${task.kind} ${task.state}${totals}`, ...failures, ...suggested].join('\n'), task);
  if (task.state !== 'success') process.exitCode = exitCodes.remoteFailed;
};
