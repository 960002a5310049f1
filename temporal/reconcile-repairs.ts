import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import type pg from 'pg';
import type { TenantId } from '../domain/ids.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import { repairId, repairWorkflow } from '../workflows/repair.contract.ts';
import { undoRepairId, undoRepairWorkflow } from '../workflows/undo-repair.contract.ts';
import { taskQueues } from './task-queues.ts';

/** Every open ticket and every unfinished undo has its workflow: one that runs is left as it is. */
export const reconcileRepairs = async (
  { pool, temporal }: { readonly pool: pg.Pool; readonly temporal: Client },
  tenantId: TenantId,
): Promise<void> => {
  const { tickets, undos } = await withTenant(pool, tenantId, async ({ db }) => ({
    tickets: await db
      .selectFrom('drift_events')
      .select('drift_event_id')
      .where('state', '<>', 'closed')
      .execute(),
    undos: await db
      .selectFrom('repairs')
      .select('repair_id')
      .where('state', '=', 'applied')
      .where(sql<boolean>`undo ->> 'state' in ('requested', 'switched')`)
      .execute(),
  }));
  const common = { workflowIdConflictPolicy: 'USE_EXISTING', taskQueue: taskQueues.control } as const;
  for (const { drift_event_id: driftEventId } of tickets)
    await temporal.workflow.start(repairWorkflow, {
      ...common,
      workflowId: repairId(tenantId, driftEventId),
      args: [{ tenantId, driftEventId }],
    });
  for (const { repair_id } of undos)
    await temporal.workflow.start(undoRepairWorkflow, {
      ...common,
      workflowId: undoRepairId(tenantId, repair_id),
      args: [{ tenantId, repairId: repair_id }],
    });
};
