import { defineQuery } from '@temporalio/workflow';

export interface UndoRepairInput {
  readonly tenantId: string;
  readonly repairId: string;
}

export interface UndoProgress {
  readonly step: 'preparing' | 'replaying' | 'done';
}

/** One per repair; the API refuses it while that repair is being applied. */
export const undoRepairId = (tenantId: string, repairId: string): string => `undo/${tenantId}/${repairId}`;

export const undoRepairWorkflow = 'undoRepair';
export const undoState = defineQuery<UndoProgress>('state');
