import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

export interface WriteBackInput {
  readonly tenantId: string;
  readonly writebackId: string;
}

export interface DecideWritebackInput {
  /** Row of writeback_decisions; without it nothing happens. */
  readonly decision_id: string;
}

/** What the workflow does now; the facts are in the tables. */
export interface WriteBackProgress {
  readonly step: 'looking' | 'waiting' | 'writing' | 'reading_back' | 'closed';
}

/** One per write-back; it ends when nothing is left to do and starts again when an undo is asked for. */
export const writeBackId = (tenantId: string, writebackId: string): string =>
  `writeback/${tenantId}/${writebackId}`;

export const writeBackWorkflow = 'writeBack';
/** Update and signal say the same: a decision row was committed, look at it. */
export const decideWritebackUpdate = defineUpdate<WriteBackProgress, [DecideWritebackInput]>('decide');
export const decideWritebackSignal = defineSignal<[DecideWritebackInput]>('decide');
/** The proposal was made, or its undo was asked for. */
export const writebackChanged = defineSignal('writebackChanged');
export const writeBackState = defineQuery<WriteBackProgress>('state');
