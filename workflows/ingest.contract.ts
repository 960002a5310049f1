import { defineQuery, defineSignal } from '@temporalio/workflow';

export interface IngestInput {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly taskId: string;
  readonly traceId: string;
}

export interface StreamProgress {
  readonly stream: string;
  readonly state: 'waiting' | 'reading' | 'sweeping' | 'done' | 'failed';
  readonly reason?: string;
}

export interface IngestProgress {
  readonly paused: boolean;
  readonly streams: readonly StreamProgress[];
}

export interface IngestResult {
  readonly state: 'success' | 'failed' | 'cancelled';
}

/** One ingest per connection at a time. */
export const ingestId = (tenantId: string, connectionId: string): string =>
  `ingest/${tenantId}/${connectionId}`;

export const ingestWorkflow = 'ingest';
export const pause = defineSignal('pause');
export const resume = defineSignal('resume');
export const ingestProgress = defineQuery<IngestProgress>('progress');
