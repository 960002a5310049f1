import type { Selectable } from 'kysely';
import type { TaskKind } from '../../../domain/states/task.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import type { Task } from './tasks.ts';

const mostShown = 100;

/** Jobs that are queued or running, the oldest first. */
export const liveTasks = async ({ db }: TenantTransaction): Promise<readonly Task[]> =>
  await db
    .selectFrom('tasks')
    .selectAll()
    .where('state', 'in', ['queued', 'in_progress'])
    .orderBy('created_at')
    .orderBy('task_id')
    .limit(mostShown)
    .execute();

/** The newest job of a kind that has ended. */
export const newestOfKind = async ({ db }: TenantTransaction, kind: TaskKind): Promise<Task | undefined> =>
  await db
    .selectFrom('tasks')
    .selectAll()
    .where('kind', '=', kind)
    .where('state', 'not in', ['queued', 'in_progress'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();

/** The tenant's slots that are taken. */
export const slotsTaken = async ({
  db,
}: TenantTransaction): Promise<readonly Selectable<Tables['slots']>[]> =>
  await db.selectFrom('slots').selectAll().orderBy('taken_at').execute();
