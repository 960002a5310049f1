import type { Client } from '@temporalio/client';
import {
  decideUpdate,
  healed,
  repairId,
  repairWorkflow,
  replayEnded,
  schemaChanged,
} from '../workflows/repair.contract.ts';
import type { RepairInput } from '../workflows/repair.contract.ts';
import { undoRepairId, undoRepairWorkflow } from '../workflows/undo-repair.contract.ts';
import { textOf } from './relay.ts';
import type { RelayDeps } from './relay.ts';
import { taskQueues } from './task-queues.ts';

const signals = { changed: schemaChanged, healed, replayed: replayEnded } as const;

const signalOf = (news: unknown) =>
  news === 'healed' || news === 'replayed' ? signals[news] : signals.changed;

/** What tickets and repairs send to their workflows, which start where they do not run. */
export const createRepairEffects = (
  temporal: Pick<Client, 'workflow'>,
): Pick<RelayDeps['effects'], 'repair_ticket' | 'decide_repair' | 'undo_repair'> => {
  const start = (input: RepairInput) => ({
    workflowId: repairId(input.tenantId, input.driftEventId),
    taskQueue: taskQueues.control,
    args: [input] as [RepairInput],
  });
  return {
    repair_ticket: async ({ tenantId, payload }) => {
      const driftEventId = textOf(payload, 'drift_event_id');
      await temporal.workflow.signalWithStart(repairWorkflow, {
        ...start({ tenantId, driftEventId }),
        signal: signalOf(payload['news']),
      });
    },
    decide_repair: async ({ tenantId, payload }) => {
      const driftEventId = textOf(payload, 'drift_event_id');
      const decision = textOf(payload, 'decision_id');
      const handle = await temporal.workflow.start(repairWorkflow, {
        ...start({ tenantId, driftEventId }),
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      // The decision's id makes the update one, however often it is sent.
      await handle.startUpdate(decideUpdate, {
        updateId: decision,
        args: [{ decision_id: decision }],
        waitForStage: 'ACCEPTED',
      });
    },
    undo_repair: async ({ tenantId, payload }) => {
      const repair = textOf(payload, 'repair_id');
      await temporal.workflow.signalWithStart(undoRepairWorkflow, {
        workflowId: undoRepairId(tenantId, repair),
        taskQueue: taskQueues.control,
        args: [{ tenantId, repairId: repair }],
        signal: replayEnded,
      });
    },
  };
};
