import type { Client } from '@temporalio/client';
import type pg from 'pg';
import { startTask } from '../activities/start-task.ts';
import { statusOf } from '../activities/task-status.ts';
import { tenantId as parseTenant } from '../domain/ids.ts';
import type { TenantId } from '../domain/ids.ts';
import { slotKinds } from '../domain/states/task.ts';
import { sealPlainCallbacks } from '../platform/database/repositories/callback-deliveries.ts';
import { addToOutbox } from '../platform/database/repositories/outbox.ts';
import { moveTask } from '../platform/database/repositories/tasks.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { Logger } from '../platform/logger.ts';
import type { Secrets } from '../platform/secrets.ts';
import { reconcileRepairs } from './reconcile-repairs.ts';
import { reconcileWritebacks } from './write-back-effects.ts';
import { ensureSchedules } from './schedules.ts';
import { ensureSearchAttributes } from './search-attributes.ts';

export interface ReconcileDeps {
  readonly pool: pg.Pool;
  readonly secrets: Secrets;
  readonly temporal: Client;
  readonly logger: Logger;
}

/**
 * Compares what PostgreSQL says should run with what Temporal knows, so that a lost start, a job that was terminated from
 * outside, or Temporal's whole history may be lost without losing a fact: live tasks without a job are started again by
 * their fixed id, so are the workflows of open tickets and unfinished undos; search attributes and Schedules are made anew.
 */
export const reconcile = async (deps: ReconcileDeps): Promise<void> => {
  await ensureSearchAttributes(deps.temporal);
  await ensureSchedules(deps.temporal);
  const { rows } = await deps.pool.query<{ tenant_ids: string }>('select au.tenant_ids()');
  for (const row of rows) {
    const tenantId = parseTenant(row.tenant_ids);
    await reconcileTenant(deps, tenantId);
    await reconcileRepairs(deps, tenantId);
    await reconcileWritebacks(deps, tenantId);
    await withTenant(deps.pool, tenantId, (transaction) => sealPlainCallbacks(transaction, deps.secrets));
  }
};

const reconcileTenant = async (deps: ReconcileDeps, tenantId: TenantId): Promise<void> => {
  const live = await withTenant(deps.pool, tenantId, ({ db }) =>
    db.selectFrom('tasks').selectAll().where('state', 'in', ['queued', 'in_progress']).execute(),
  );
  if (live.some((task) => slotKinds.has(task.kind))) {
    // Admission frees, fills and starts slots itself; it only has to be awake.
    await withTenant(deps.pool, tenantId, (transaction) => addToOutbox(transaction, 'wake_admission', {}));
  }
  for (const task of live.filter(({ kind }) => !slotKinds.has(kind))) {
    const status = await statusOf(deps.temporal, task.workflow_id, task.task_id);
    if (status === 'RUNNING') continue;
    if (status === 'unknown') {
      await startTask(deps.temporal, task);
      continue;
    }
    deps.logger.warn({ task_id: task.task_id, status }, 'a job ended from outside');
    await withTenant(deps.pool, tenantId, (transaction) =>
      moveTask(transaction, task.task_id, 'failed', {
        actor: 'reconciler',
        error: {
          failures: [{ stream: '', reason: `internal: the job was ${status.toLowerCase()} from outside` }],
        },
      }),
    );
  }
};
