import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

export interface RepairInput {
  readonly tenantId: string;
  readonly driftEventId: string;
}

export interface DecideInput {
  /** Row of repair_decisions; without it nothing happens. */
  readonly decision_id: string;
}

/** What the workflow does now; the facts are in the tables. */
export interface RepairProgress {
  readonly step: 'looking' | 'proposing' | 'previewing' | 'waiting' | 'applying' | 'replaying' | 'closed';
  readonly repairId: string | null;
}

/** One per ticket; it ends when the ticket closes and starts again when an undo reopens it. */
export const repairId = (tenantId: string, driftEventId: string): string =>
  `repair/${tenantId}/${driftEventId}`;

export const repairWorkflow = 'repair';
/** Update and signal say the same: a decision row was committed, look at it. */
export const decideUpdate = defineUpdate<RepairProgress, [DecideInput]>('decide');
export const decideSignal = defineSignal<[DecideInput]>('decide');
/** The ticket was opened, or has a new digest. */
export const schemaChanged = defineSignal('schemaChanged');
/** The source looks like its baseline again. */
export const healed = defineSignal('healed');
/** The replay that the ticket waits for has ended. */
export const replayEnded = defineSignal('replayEnded');
export const repairState = defineQuery<RepairProgress>('state');
