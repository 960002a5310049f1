import type { IngestInput } from './ingest.contract.ts';

export interface ReplayInput extends IngestInput {
  readonly stream: string;
}

export const replayId = (tenantId: string, connectionId: string, stream: string): string =>
  `replay/${tenantId}/${connectionId}/${stream}`;
export const replayWorkflow = 'replay';
