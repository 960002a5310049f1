import { defineQuery, defineSignal } from '@temporalio/workflow';

export interface AdmitInput {
  readonly tenantId: string;
}

export interface AdmitQueue {
  readonly running: number;
  readonly queued: number;
}

/** One per tenant: the durable queue in front of its slots. */
export const admitId = (tenantId: string): string => `admit/${tenantId}`;

export const admitWorkflow = 'admit';
/** Something was enqueued or has finished: look again. */
export const wake = defineSignal('wake');
export const admitQueue = defineQuery<AdmitQueue>('queue');
