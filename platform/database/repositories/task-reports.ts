import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { slotKinds } from '../../../domain/states/task.ts';
import type { TaskKind, TaskState } from '../../../domain/states/task.ts';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import type { Task } from './tasks.ts';

export interface TaskFilter {
  readonly state?: TaskState | undefined;
  readonly kind?: TaskKind | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
}

export type ListedTask = Task & { readonly position: string };

/** Tasks, newest first, behind `after`. */
export const listTasks = async (
  { db }: TenantTransaction,
  filter: TaskFilter,
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedTask[]> => {
  let query = db
    .selectFrom('tasks')
    .selectAll()
    .select(microseconds('created_at').as('position'))
    .orderBy('created_at', 'desc')
    .orderBy('task_id', 'desc')
    .limit(limit);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.subjectKind !== undefined) query = query.where('subject_kind', '=', filter.subjectKind);
  if (filter.subjectId !== undefined) query = query.where('subject_id', '=', filter.subjectId);
  if (after !== undefined) query = query.where(olderThan('created_at', 'task_id', after));
  return await query.execute();
};

/** A task of the tenant, or undefined. */
export const findTask = async ({ db }: TenantTransaction, taskId: string): Promise<Task | undefined> =>
  await db.selectFrom('tasks').selectAll().where('task_id', '=', taskId).executeTakeFirst();

/** Places of the tasks that wait for a slot, from 1, in the order in which they will get one. */
export const queuePositions = async ({ db }: TenantTransaction): Promise<ReadonlyMap<string, number>> => {
  const rows = await db
    .selectFrom('tasks')
    .select(['task_id', sql<number>`row_number() over (order by created_at, task_id)`.as('place')])
    .where('state', '=', 'queued')
    .where('kind', 'in', [...slotKinds])
    .where('task_id', 'not in', db.selectFrom('slots').select('task_id'))
    .execute();
  return new Map(rows.map(({ task_id, place }) => [task_id, place]));
};

export type LedgerRow = Selectable<Tables['ledgers']> & { readonly balanced: boolean };

/** Ledgers of these tasks, by stream and entity. */
export const ledgersOf = async (
  { db }: TenantTransaction,
  taskIds: readonly string[],
): Promise<readonly LedgerRow[]> => {
  if (taskIds.length === 0) return [];
  return await db
    .selectFrom('ledgers')
    .selectAll()
    .select(sql<boolean>`read = changed + unchanged + quarantined + parked + filtered + stale`.as('balanced'))
    .where('task_id', 'in', taskIds)
    .orderBy('stream')
    .orderBy('entity')
    .execute();
};

/** The audit trail of a task, in order. */
export const trailOf = async (
  { db }: TenantTransaction,
  taskId: string,
): Promise<readonly Selectable<Tables['task_trail']>[]> =>
  await db.selectFrom('task_trail').selectAll().where('task_id', '=', taskId).orderBy('entry').execute();

/** Tasks that are queued or running on this subject. */
export const liveTasks = async (
  { db }: TenantTransaction,
  subject: { readonly kind: string; readonly id: string },
): Promise<readonly Task[]> =>
  await db
    .selectFrom('tasks')
    .selectAll()
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('state', 'in', ['queued', 'in_progress'])
    .orderBy('created_at')
    .execute();
