import type { Json } from '../../../domain/json.ts';
import type { NewTask } from '../../../platform/database/repositories/tasks.ts';
import { dclConnectId } from '../../../workflows/dcl-connect.contract.ts';

/** The job that builds and publishes a generation. */
export const connectTask = (
  asked: { readonly tenantId: string; readonly traceId: string; readonly requestedBy: string },
  input: Readonly<Record<string, Json>> = {},
): NewTask => ({
  kind: 'connect',
  subject: { kind: 'tenant', id: asked.tenantId },
  workflowId: dclConnectId(asked.tenantId),
  input,
  traceId: asked.traceId,
  requestedBy: asked.requestedBy,
});
