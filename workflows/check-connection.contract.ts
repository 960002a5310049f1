import type { IngestInput } from './ingest.contract.ts';

export type CheckConnectionInput = IngestInput;

export const checkConnectionId = (tenantId: string, connectionId: string): string =>
  `check/${tenantId}/${connectionId}`;
export const checkConnectionWorkflow = 'checkConnection';
