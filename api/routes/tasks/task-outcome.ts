import { z } from 'zod';
import type { Task } from '../../../platform/database/repositories/tasks.ts';

/** What workers leave in a task's `result` and `error`; whatever is not there yet, or has another form, is left out. */
const result = z.object({
  totals: z.object({ read: z.int(), events: z.int() }).nullable().catch(null),
  unmapped: z.array(z.object({ object: z.string(), rows: z.int().nullable() })).catch([]),
  held: z.array(z.object({ object: z.string(), reason: z.string() })).catch([]),
  suggested: z
    .array(
      z.object({
        object: z.string(),
        entity: z.string().nullable(),
        confidence: z.number().nullable(),
        repair_id: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    )
    .catch([]),
  guesses: z.array(z.string()).catch([]),
  report: z.unknown().optional(),
});
const error = z.object({
  failures: z.array(z.object({ stream: z.string(), reason: z.string() })).catch([]),
});
const progress = z.object({
  rows: z.int().nonnegative().optional().catch(undefined),
  stream: z.string().optional().catch(undefined),
  step: z.string().optional().catch(undefined),
  narration: z.string().optional().catch(undefined),
});

export type Outcome = Required<z.output<typeof result>> & z.output<typeof error>;

/** What came of a task so far. */
export const outcomeOf = (task: Pick<Task, 'result' | 'error'>): Outcome => {
  const { report, ...came } = result.parse(task.result ?? {});
  return { ...came, report: report ?? null, ...error.parse(task.error ?? {}) };
};

export interface TaskProgress {
  readonly rows?: number;
  readonly stream?: string;
  readonly step?: string;
  readonly narration?: string;
}

/** How far a task has come. */
export const progressOf = (task: Pick<Task, 'progress'>): TaskProgress => {
  const { rows, stream, step, narration } = progress.parse(task.progress);
  return {
    ...(rows === undefined ? {} : { rows }),
    ...(stream === undefined ? {} : { stream }),
    ...(step === undefined ? {} : { step }),
    ...(narration === undefined ? {} : { narration }),
  };
};
