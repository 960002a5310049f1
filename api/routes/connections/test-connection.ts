import { connectionParams } from '../../contract/connections.ts';
import { taskAccepted } from '../../contract/tasks.ts';
import { endpoint } from '../../endpoint.ts';
import { accepted, acceptTask } from '../accept-task.ts';
import { checkTask } from './connection-tasks.ts';
import { existingConnection } from './existing-connection.ts';

export const postTest = endpoint({
  id: 'testConnection',
  method: 'post',
  path: '/connections/:connection_id/test',
  aliases: ['/api/v1/connections/:connection_id/check'],
  tag: 'connections',
  summary: 'Try a connection step by step; GET …/check has the report afterwards',
  role: 'operator',
  params: connectionParams,
  replies: { 202: taskAccepted },
  handle: async ({ params, caller, transaction, traceId, note }) => {
    const { connection_id: connectionId } = await existingConnection(transaction, params.connection_id);
    const { tenantId, userId: requestedBy } = caller;
    const task = await acceptTask(transaction, checkTask({ tenantId, connectionId, traceId, requestedBy }));
    note({ subject: { kind: 'connection', id: connectionId }, after: { task_id: task.task_id } });
    return accepted(task);
  },
});
