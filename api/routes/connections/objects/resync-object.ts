import { Fault } from '../../../../domain/faults.ts';
import { appendEvent } from '../../../../platform/database/repositories/event-log.ts';
import { lockObject, rewindObject } from '../../../../platform/database/repositories/steered-objects.ts';
import { connectionParams } from '../../../contract/connections.ts';
import { objectBody } from '../../../contract/objects.ts';
import { taskAccepted } from '../../../contract/tasks.ts';
import { endpoint } from '../../../endpoint.ts';
import { accepted, acceptTask } from '../../accept-task.ts';
import { ingestTask } from '../connection-tasks.ts';
import { existingConnection } from '../existing-connection.ts';

export const postObjectResync = endpoint({
  id: 'resyncObject',
  method: 'post',
  path: '/connections/:connection_id/objects/resync',
  tag: 'connections',
  summary: 'Read one object from the beginning, by an ingest of it alone',
  description:
    'Its cursor is put back in the same transaction. Records that have not changed give no event; those that the source no longer holds are deleted as after every whole read. While an ingest of the connection is under way, the answer is that task: the object is read by it, or by the one that then follows by itself.',
  role: 'operator',
  params: connectionParams,
  body: objectBody,
  replies: { 202: taskAccepted },
  handle: async ({ params, body, caller, transaction, traceId, note }) => {
    const { connection_id: connectionId, status } = await existingConnection(
      transaction,
      params.connection_id,
    );
    if (status === 'paused') throw new Fault('conflict', 'The connection is paused; resume it first');
    const stream = await lockObject(transaction, connectionId, body.object);
    if (stream.paused_at !== null) throw new Fault('conflict', `${body.object} is paused; resume it first`);
    const { tenantId, userId: requestedBy } = caller;
    await rewindObject(transaction, stream, requestedBy);
    const asked = { tenantId, connectionId, traceId, requestedBy };
    const task = await acceptTask(transaction, ingestTask(asked, { objects: [body.object] }));
    note({
      subject: { kind: 'connection', id: connectionId },
      after: { object: body.object, task_id: task.task_id },
    });
    await appendEvent(transaction, {
      type: 'connection.object_resynced',
      traceId,
      taskId: task.task_id,
      subject: { kind: 'connection', id: connectionId },
      data: { object: body.object, by: requestedBy },
    });
    return accepted(task);
  },
});
