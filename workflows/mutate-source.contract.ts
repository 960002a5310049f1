import type { IngestInput } from './ingest.contract.ts';

/** A change of a test source, as its connector takes it. */
export interface MutateSourceInput extends IngestInput {
  readonly mutation: {
    readonly kind: string;
    readonly object: string;
    readonly arguments: Readonly<Record<string, string | number | boolean | null | object>>;
  };
}

/** Every change is a job of its own: two that are asked for are two. */
export const mutateSourceId = (tenantId: string, connectionId: string, id: string): string =>
  `mutate/${tenantId}/${connectionId}/${id}`;
export const mutateSourceWorkflow = 'mutateSource';
