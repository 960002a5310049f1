import { Fault } from '../../../domain/faults.ts';
import { joinCallback } from '../../../platform/database/repositories/callback-deliveries.ts';
import { connectionParams, ingestBody } from '../../contract/connections.ts';
import { taskAccepted } from '../../contract/tasks.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { accepted, acceptTask } from '../accept-task.ts';
import { refusePrivate } from '../callback-address.ts';
import { ingestTask } from './connection-tasks.ts';
import { existingConnection } from './existing-connection.ts';

/** Detached, because checking the callback's address asks a name server; asking twice finds the same task. */
export const postIngest = detachedEndpoint({
  id: 'ingestConnection',
  method: 'post',
  path: '/connections/:connection_id/ingest',
  tag: 'connections',
  summary: 'Read every mapped object of a connection',
  description:
    'While an ingest of the connection is queued or running, the answer is that task: there is one at a time.',
  role: 'operator',
  params: connectionParams,
  body: ingestBody,
  replies: { 202: taskAccepted },
  handle: async ({ params, body, caller, inTenant, traceId, note }, { config, secrets }) => {
    const callbackUrl = body?.callback_url;
    if (callbackUrl !== undefined) await refusePrivate(callbackUrl, config.EGRESS_ALLOW);
    return await inTenant(async (transaction) => {
      const row = await existingConnection(transaction, params.connection_id, 'for update');
      if (row.status === 'paused') throw new Fault('conflict', 'The connection is paused; resume it first');
      const { connection_id: connectionId } = row;
      const { tenantId, userId: requestedBy } = caller;
      const asked = { tenantId, connectionId, traceId, requestedBy };
      const task = await acceptTask(transaction, ingestTask(asked));
      if (callbackUrl !== undefined) await joinCallback(transaction, secrets, task.task_id, callbackUrl);
      note({ subject: { kind: 'connection', id: connectionId }, after: { task_id: task.task_id } });
      return accepted(task);
    });
  },
});
