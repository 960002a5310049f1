import { sql } from 'kysely';
import { tenantId as parseTenant } from '../domain/ids.ts';
import type { TenantId } from '../domain/ids.ts';
import { slotKinds } from '../domain/states/task.ts';
import { moveTask } from '../platform/database/repositories/tasks.ts';
import type { Task } from '../platform/database/repositories/tasks.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { AdmitInput, AdmitQueue } from '../workflows/admit.contract.ts';
import type { Deps } from './deps.ts';
import { startTask } from './start-task.ts';
import { statusOf } from './task-status.ts';

type Needs = Pick<Deps, 'pool' | 'temporal' | 'config'>;

export const createAdmissionActivities = (deps: Needs) => ({
  /**
   * Frees slots whose job has ended, gives free slots to queued tasks in order, and starts them. Everything may be done
   * twice: slots are rows, and a job is started by its fixed id.
   */
  admitNext: async (input: AdmitInput): Promise<AdmitQueue> => {
    const tenantId = parseTenant(input.tenantId);
    await releaseEnded(deps, tenantId);
    const { tasks, state } = await takeSlots(deps, tenantId);
    const starts = await Promise.allSettled(tasks.map((task) => startTask(deps.temporal, task)));
    for (const start of starts) if (start.status === 'rejected') throw start.reason;
    return state;
  },
});

export type AdmissionActivities = ReturnType<typeof createAdmissionActivities>;

/** A slot whose job is closed is freed; if the job ended without a word, its task is failed. */
const releaseEnded = async ({ pool, temporal }: Needs, tenantId: TenantId): Promise<void> => {
  const held = await withTenant(pool, tenantId, ({ db }) => db.selectFrom('slots').selectAll().execute());
  for (const slot of held) {
    const status = await statusOf(temporal, slot.workflow_id, slot.task_id);
    // An unknown job is a start that got lost, or Temporal's lost history: it is started (again) below.
    if (status === 'RUNNING' || status === 'unknown') continue;
    await withTenant(pool, tenantId, async (transaction) => {
      await transaction.db.deleteFrom('slots').where('task_id', '=', slot.task_id).execute();
      await moveTask(transaction, slot.task_id, 'failed', {
        actor: 'reconciler',
        error: {
          failures: [{ stream: '', reason: `internal: the job was ${status.toLowerCase()} from outside` }],
        },
      });
    });
  }
};

/** Takes free slots for the oldest queued tasks; answers all tasks that hold a slot and may need a start. */
const takeSlots = (
  { pool, config }: Needs,
  tenantId: TenantId,
): Promise<{ tasks: readonly Task[]; state: AdmitQueue }> =>
  withTenant(pool, tenantId, async ({ db, client }) => {
    // Two runs of this activity (a timed-out attempt and its successor) take turns.
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`slots/${tenantId}`]);
    await db
      .insertInto('slots')
      .columns(['tenant_id', 'task_id', 'workflow_id'])
      .expression((query) =>
        query
          .selectFrom('tasks')
          .select(['tenant_id', 'task_id', 'workflow_id'])
          .where('state', '=', 'queued')
          .where('kind', 'in', [...slotKinds])
          .where('task_id', 'not in', query.selectFrom('slots').select('task_id'))
          .orderBy('created_at')
          .orderBy('task_id')
          .limit(sql<number>`greatest(0, ${config.TENANT_SLOTS} - (select count(*) from au.slots))`),
      )
      .execute();
    const tasks = await db
      .selectFrom('tasks')
      .innerJoin('slots', 'slots.task_id', 'tasks.task_id')
      .selectAll('tasks')
      .where('state', 'in', ['queued', 'in_progress'])
      .execute();
    const queued = await db
      .selectFrom('tasks')
      .select(sql<number>`count(*)`.as('count'))
      .where('state', '=', 'queued')
      .where('kind', 'in', [...slotKinds])
      .where('task_id', 'not in', db.selectFrom('slots').select('task_id'))
      .executeTakeFirstOrThrow();
    return { tasks, state: { running: tasks.length, queued: queued.count } };
  });
