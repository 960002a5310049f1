import type { Task } from '../../../platform/database/repositories/tasks.ts';

/** A job in a line. */
export const shortTaskView = (task: Task) => ({
  task_id: task.task_id,
  kind: task.kind,
  state: task.state,
  subject: { kind: task.subject_kind, id: task.subject_id },
  created_at: task.created_at.toISOString(),
  started_at: task.started_at?.toISOString() ?? null,
  ended_at: task.ended_at?.toISOString() ?? null,
});
