import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import { mayMove } from '../../../domain/states/moves.ts';
import { taskMoves } from '../../../domain/states/task.ts';
import type { TaskKind, TaskState } from '../../../domain/states/task.ts';
import { currentTraceparent } from '../../telemetry.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { deliverCallback } from './callback-deliveries.ts';
import { appendEvent } from './event-log.ts';
import { ingestScope, widenIngest } from './ingest-scope.ts';
import { addToOutbox } from './outbox.ts';

export type Task = Selectable<Tables['tasks']>;

export interface NewTask {
  readonly kind: TaskKind;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly workflowId: string;
  /** Ids and options only: it becomes the workflow's argument. */
  readonly input: Readonly<Record<string, Json>>;
  readonly traceId: string;
  readonly requestedBy: string;
}

/**
 * Enqueues a job: task row, trail, event and outbox row in the caller's transaction. A job whose workflow id is already
 * queued or running is not started twice: its task is answered with `existing: true`.
 */
export const enqueueTask = async (
  transaction: TenantTransaction,
  task: NewTask,
): Promise<{ readonly taskId: string; readonly existing: boolean }> => {
  const taskId = randomUUID();
  const inserted = await transaction.db
    .insertInto('tasks')
    .values({
      tenant_id: transaction.tenantId,
      task_id: taskId,
      kind: task.kind,
      subject_kind: task.subject.kind,
      subject_id: task.subject.id,
      workflow_id: task.workflowId,
      input: JSON.stringify(task.input),
      trace_id: task.traceId,
      traceparent: currentTraceparent() ?? null,
      requested_by: task.requestedBy,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'workflow_id'])
        .where('state', 'in', ['queued', 'in_progress'])
        .doNothing(),
    )
    .returning('task_id')
    .executeTakeFirst();
  if (inserted === undefined) {
    const live = await transaction.db
      .selectFrom('tasks')
      .select('task_id')
      .where('workflow_id', '=', task.workflowId)
      .where('state', 'in', ['queued', 'in_progress'])
      .executeTakeFirst();
    // It ended between the two statements: then it may be started anew.
    if (live === undefined) return await enqueueTask(transaction, task);
    if (task.kind === 'ingest') await widenIngest(transaction, live.task_id, ingestScope(task.input));
    return { taskId: live.task_id, existing: true };
  }
  await addTrail(transaction, taskId, { actor: task.requestedBy, kind: 'queued' });
  await addToOutbox(transaction, 'start_task', { task_id: taskId });
  await appendEvent(transaction, {
    type: 'task.queued',
    traceId: task.traceId,
    taskId,
    subject: { kind: 'task', id: taskId },
    data: { kind: task.kind, subject_kind: task.subject.kind, subject_id: task.subject.id },
  });
  return { taskId, existing: false };
};

export interface TrailEntry {
  /** User id, or `worker`, `schedule`, `reconciler`. */
  readonly actor: string;
  readonly kind: string;
  readonly detail?: Readonly<Record<string, Json>>;
}

/** Adds an entry to a task's audit trail. */
export const addTrail = async (
  { db, tenantId }: TenantTransaction,
  taskId: string,
  { actor, kind, detail = {} }: TrailEntry,
): Promise<void> => {
  await db
    .insertInto('task_trail')
    .values({
      tenant_id: tenantId,
      task_id: taskId,
      entry: sql<number>`(select coalesce(max(entry), 0) + 1 from au.task_trail where task_id = ${taskId})`,
      actor,
      kind,
      detail: JSON.stringify(detail),
    })
    .execute();
};

/** The task, locked until the transaction ends. Throws `not_found`. */
export const lockTask = async ({ db }: TenantTransaction, taskId: string): Promise<Task> => {
  const task = await db
    .selectFrom('tasks')
    .selectAll()
    .where('task_id', '=', taskId)
    .forUpdate()
    .executeTakeFirst();
  if (task === undefined) throw new Fault('not_found', `There is no task ${taskId}`);
  return task;
};

export interface TaskMove {
  readonly actor: string;
  readonly result?: Readonly<Record<string, Json>>;
  readonly error?: Readonly<Record<string, Json>>;
}

/**
 * Moves a task to another state with trail, event and, at the end, callback. A move to the state it is in changes nothing
 * (the step ran twice); one that taskMoves does not allow answers false.
 */
export const moveTask = async (
  transaction: TenantTransaction,
  taskId: string,
  to: TaskState,
  { actor, result, error }: TaskMove,
): Promise<boolean> => {
  const task = await lockTask(transaction, taskId);
  if (task.state === to) return true;
  if (!mayMove(taskMoves, task.state, to)) return false;
  const ended = to !== 'in_progress';
  await transaction.db
    .updateTable('tasks')
    .set({
      state: to,
      ...(ended ? { ended_at: sql<Date>`now()`, paused: false } : { started_at: sql<Date>`now()` }),
      ...(result === undefined ? {} : { result: JSON.stringify(result) }),
      ...(error === undefined ? {} : { error: JSON.stringify(error) }),
    })
    .where('task_id', '=', taskId)
    .execute();
  await addTrail(transaction, taskId, { actor, kind: to, detail: error ?? {} });
  if (ended && task.callback_address !== null) await deliverCallback(transaction, taskId, 'worker');
  await appendEvent(transaction, {
    type: ended ? 'task.ended' : 'task.started',
    traceId: task.trace_id,
    taskId,
    subject: { kind: 'task', id: taskId },
    data: { kind: task.kind, state: to, subject_kind: task.subject_kind, subject_id: task.subject_id },
  });
  return true;
};
