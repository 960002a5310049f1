import { Fault } from '../../../domain/faults.ts';
import { streamOfObject } from '../../../platform/database/repositories/mapping-history.ts';
import { replayBody } from '../../contract/mesh.ts';
import { taskAccepted } from '../../contract/tasks.ts';
import { endpoint } from '../../endpoint.ts';
import { accepted, acceptTask } from '../accept-task.ts';
import { replayTask } from '../connections/connection-tasks.ts';
import { existingConnection } from '../connections/existing-connection.ts';

export const postReplay = endpoint({
  id: 'replayObject',
  method: 'post',
  path: '/mesh/replay',
  tag: 'mesh',
  summary: "Derive an object's records again from what is stored, under its active mappings",
  role: 'operator',
  body: replayBody,
  replies: { 202: taskAccepted },
  handle: async ({ body, caller, transaction, traceId, note }) => {
    const { connection_id: connectionId } = await existingConnection(transaction, body.connection_id);
    const stream = await streamOfObject(transaction, connectionId, body.object);
    if (stream === undefined)
      throw new Fault('not_found', `${body.object} was never mapped on this connection`);
    const { tenantId, userId: requestedBy } = caller;
    const task = await acceptTask(
      transaction,
      replayTask({ tenantId, connectionId, traceId, requestedBy }, stream),
    );
    note({ subject: { kind: 'connection', id: connectionId }, after: { task_id: task.task_id, stream } });
    return accepted(task);
  },
});
