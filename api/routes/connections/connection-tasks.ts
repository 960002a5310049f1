import type { NewTask } from '../../../platform/database/repositories/tasks.ts';
import { checkConnectionId } from '../../../workflows/check-connection.contract.ts';
import { ingestId } from '../../../workflows/ingest.contract.ts';
import { replayId } from '../../../workflows/replay.contract.ts';

interface Asked {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly traceId: string;
  readonly requestedBy: string;
}

const about = ({ connectionId, traceId, requestedBy }: Asked) => ({
  subject: { kind: 'connection', id: connectionId },
  traceId,
  requestedBy,
});

/** The job that reads every mapped object of a connection, or those named alone. */
export const ingestTask = (asked: Asked, { objects }: { readonly objects?: string[] } = {}): NewTask => ({
  ...about(asked),
  kind: 'ingest',
  workflowId: ingestId(asked.tenantId, asked.connectionId),
  input: { connectionId: asked.connectionId, ...(objects === undefined ? {} : { objects }) },
});

/** The job that tries a connection step by step. */
export const checkTask = (asked: Asked): NewTask => ({
  ...about(asked),
  kind: 'check',
  workflowId: checkConnectionId(asked.tenantId, asked.connectionId),
  input: { connectionId: asked.connectionId },
});

/** The job that derives an object's events again from the stored raw records. */
export const replayTask = (asked: Asked, stream: string): NewTask => ({
  ...about(asked),
  kind: 'replay',
  workflowId: replayId(asked.tenantId, asked.connectionId, stream),
  input: { connectionId: asked.connectionId, stream },
});
