import { Client, Connection, WorkflowNotFoundError, isGrpcServiceError } from '@temporalio/client';
import type { TenantId } from '../../domain/ids.ts';
import type { InstallationConfig } from './installation-database.ts';

/** gRPC's NOT_FOUND. */
const notFound = 5;

/**
 * Ends every workflow of a tenant and deletes its history; answers how many there were. `known` are ids that must not be
 * missed although Temporal's index lags a little behind.
 */
export const deleteWorkflows = async (
  { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE }: InstallationConfig,
  tenantId: TenantId,
  known: readonly string[],
): Promise<number> => {
  const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
  try {
    const client = new Client({ connection, namespace: TEMPORAL_NAMESPACE });
    const ended = new Set<string>();
    for (const workflowId of known) if (await end(client, workflowId)) ended.add(workflowId);
    for await (const { workflowId, runId } of runsOf(client, tenantId)) {
      await end(client, workflowId, runId);
      await deleteHistory(client, workflowId, runId);
      ended.add(workflowId);
    }
    return ended.size;
  } finally {
    await connection.close();
  }
};

interface Run {
  readonly workflowId: string;
  readonly runId: string;
}

/** Asked of the service itself: the client's own list would decrypt every memo. */
const runsOf = async function* (client: Client, tenantId: TenantId): AsyncGenerator<Run> {
  let nextPageToken: Uint8Array | null = null;
  do {
    const page: Awaited<ReturnType<typeof client.workflowService.listWorkflowExecutions>> =
      await client.workflowService.listWorkflowExecutions({
        namespace: client.options.namespace,
        query: `TenantId = '${tenantId}'`,
        nextPageToken,
      });
    for (const { execution } of page.executions)
      yield { workflowId: execution?.workflowId ?? '', runId: execution?.runId ?? '' };
    nextPageToken = page.nextPageToken;
  } while (nextPageToken.length > 0);
};

const end = async (client: Client, workflowId: string, runId?: string): Promise<boolean> => {
  try {
    await client.workflow.getHandle(workflowId, runId).terminate('the tenant is erased');
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};

const deleteHistory = async (client: Client, workflowId: string, runId: string): Promise<void> => {
  try {
    await client.workflowService.deleteWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId, runId },
    });
  } catch (error) {
    if (!isGrpcServiceError(error) || (error.code as number) !== notFound) throw error;
  }
};
