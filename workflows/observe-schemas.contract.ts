export interface ObserveInput {
  readonly tenantId: string;
  readonly connectionIds: readonly string[];
  readonly traceId: string;
}

export interface ObserveConnectionInput {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly traceId: string;
}

/** One round per tenant at a time: a start while one runs is that round. */
export const observeId = (tenantId: string): string => `observe/${tenantId}`;
export const observeWorkflow = 'observeSchemas';
