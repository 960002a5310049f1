import { defineQuery } from '@temporalio/workflow';
import type { IngestInput } from './ingest.contract.ts';

export interface SuggestMappingsInput extends IngestInput {
  /** Names of objects without a mapping; left out: all of the connection's. */
  readonly objects?: readonly string[];
}

export interface SuggestProgress {
  readonly objects: number;
  readonly done: number;
}

/** One per connection at a time. */
export const suggestMappingsId = (tenantId: string, connectionId: string): string =>
  `suggest/${tenantId}/${connectionId}`;
export const suggestMappingsWorkflow = 'suggestMappings';
export const suggestProgress = defineQuery<SuggestProgress>('progress');
