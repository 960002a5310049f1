import { defineQuery } from '@temporalio/workflow';

export interface AoaInput {
  readonly tenantId: string;
  readonly taskId: string;
  readonly traceId: string;
}

export interface AoaProgress {
  readonly step: 'ingesting' | 'connecting' | 'done';
  /** Jobs of this step, and those of them that have not ended. */
  readonly tasks: number;
  readonly left: number;
}

/** One per tenant at a time. */
export const aoaId = (tenantId: string): string => `aoa/${tenantId}`;
export const aoaWorkflow = 'aoa';
export const aoaProgress = defineQuery<AoaProgress>('progress');
