import { Fault } from '../../../domain/faults.ts';
import { suggestMappingsId } from '../../../workflows/suggest-mappings.contract.ts';
import { suggestBody } from '../../contract/mappings.ts';
import { taskAccepted } from '../../contract/tasks.ts';
import { endpoint } from '../../endpoint.ts';
import { accepted, acceptTask } from '../accept-task.ts';
import { existingConnection } from '../connections/existing-connection.ts';

export const postSuggest = endpoint({
  id: 'suggestMappings',
  method: 'post',
  path: '/mesh/mappings/suggest',
  tag: 'mesh',
  summary: 'Suggest first mappings for objects that have none',
  description:
    'Each suggestion is a repair of the `object_added` ticket of its object: it is looked at, edited, approved or rejected as any other. The task lists what became of each object.',
  role: 'operator',
  body: suggestBody,
  replies: { 202: taskAccepted },
  handle: async ({ body, caller, transaction, traceId, note }) => {
    const connection = await existingConnection(transaction, body.connection_id);
    if (connection.status === 'paused')
      throw new Fault('conflict', 'The connection is paused; resume it first');
    const { connection_id: connectionId } = connection;
    const task = await acceptTask(transaction, {
      kind: 'suggest',
      subject: { kind: 'connection', id: connectionId },
      workflowId: suggestMappingsId(caller.tenantId, connectionId),
      input: { connectionId, ...(body.objects === undefined ? {} : { objects: body.objects }) },
      traceId,
      requestedBy: caller.userId,
    });
    note({ subject: { kind: 'connection', id: connectionId }, after: { task_id: task.task_id } });
    return accepted(task);
  },
});
