import type { z } from 'zod';
import type { EventRow } from '../../platform/database/repositories/event-feed.ts';
import type { Task } from '../../platform/database/repositories/tasks.ts';
import type { liveEvent } from '../contract/events.ts';
import { progressOf } from '../routes/tasks/task-outcome.ts';

export type LiveEvent = z.input<typeof liveEvent>;

/** An event as everybody gets it: lists, SSE and WebSocket alike. */
export const liveEventOf = (row: EventRow): LiveEvent => ({
  id: row.id,
  type: row.type,
  at: row.at.toISOString(),
  trace_id: row.trace_id,
  ...(row.task_id === null ? {} : { task_id: row.task_id }),
  subject: { kind: row.subject_kind, id: row.subject_id },
  data: row.data,
});

/**
 * How far a running task has come; of a connect also as `dcl.progress`, for those who watch golden records alone. Such events
 * have no id and are not kept: the next one says it all again.
 */
export const progressEventsOf = (task: Task, at: Date): readonly LiveEvent[] =>
  (task.kind === 'connect' ? ['task.progress', 'dcl.progress'] : ['task.progress']).map((type) => ({
    type,
    at: at.toISOString(),
    trace_id: task.trace_id,
    task_id: task.task_id,
    subject: { kind: 'task', id: task.task_id },
    data: {
      kind: task.kind,
      paused: task.paused,
      subject_kind: task.subject_kind,
      subject_id: task.subject_id,
      ...progressOf(task),
    },
  }));
