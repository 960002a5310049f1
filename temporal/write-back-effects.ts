import type { Client } from '@temporalio/client';
import type pg from 'pg';
import type { TenantId } from '../domain/ids.ts';
import { liveWritebacks } from '../platform/database/repositories/writeback-rows.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import {
  decideWritebackUpdate,
  writebackChanged,
  writeBackId,
  writeBackWorkflow,
} from '../workflows/write-back.contract.ts';
import type { WriteBackInput } from '../workflows/write-back.contract.ts';
import { textOf } from './relay.ts';
import type { RelayDeps } from './relay.ts';
import { taskQueues } from './task-queues.ts';

const start = (input: WriteBackInput) => ({
  workflowId: writeBackId(input.tenantId, input.writebackId),
  taskQueue: taskQueues.control,
  args: [input] as [WriteBackInput],
});

/** What proposals, decisions and undos send to their workflows, which start where they do not run. */
export const createWriteBackEffects = (
  temporal: Pick<Client, 'workflow'>,
): Pick<RelayDeps['effects'], 'write_back' | 'decide_writeback'> => ({
  write_back: async ({ tenantId, payload }) => {
    await temporal.workflow.signalWithStart(writeBackWorkflow, {
      ...start({ tenantId, writebackId: textOf(payload, 'writeback_id') }),
      signal: writebackChanged,
    });
  },
  decide_writeback: async ({ tenantId, payload }) => {
    const decision = textOf(payload, 'decision_id');
    const handle = await temporal.workflow.start(writeBackWorkflow, {
      ...start({ tenantId, writebackId: textOf(payload, 'writeback_id') }),
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    // The decision's id makes the update one, however often it is sent.
    await handle.startUpdate(decideWritebackUpdate, {
      updateId: decision,
      args: [{ decision_id: decision }],
      waitForStage: 'ACCEPTED',
    });
  },
});

/** Every write-back that is not at its end has its workflow: one that runs is left as it is. */
export const reconcileWritebacks = async (
  { pool, temporal }: { readonly pool: pg.Pool; readonly temporal: Client },
  tenantId: TenantId,
): Promise<void> => {
  for (const writebackId of await withTenant(pool, tenantId, liveWritebacks))
    await temporal.workflow.start(writeBackWorkflow, {
      ...start({ tenantId, writebackId }),
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
};
