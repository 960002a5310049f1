import { Fault } from '../../../domain/faults.ts';
import {
  callbackDeliveries,
  deliverCallback,
  hurryDelivery,
  openCallback,
} from '../../../platform/database/repositories/callback-deliveries.ts';
import { findTask } from '../../../platform/database/repositories/task-reports.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import type { Secrets } from '../../../platform/secrets.ts';
import { callbackDelivery, taskParams } from '../../contract/tasks.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { refusePrivate } from '../callback-address.ts';
import { callbackView } from './task-view.ts';

/** Detached, because checking the address asks a name server. */
export const postRedeliver = detachedEndpoint({
  id: 'redeliverCallback',
  method: 'post',
  path: '/tasks/:task_id/callback/redeliver',
  tag: 'tasks',
  summary: "Deliver an ended task's callback again",
  description:
    'A delivery that still waits for its next attempt is tried at once instead. All carry the same `webhook-id`, so that a receiver can tell a repeat.',
  role: 'operator',
  params: taskParams,
  replies: { 202: callbackDelivery },
  handle: async ({ params: { task_id: taskId }, caller, inTenant, note }, { config, secrets }) => {
    const url = await inTenant((transaction) => endedCallback(transaction, secrets, taskId));
    await refusePrivate(url, config.EGRESS_ALLOW);
    return await inTenant(async (transaction) => {
      const pending = (await callbackDeliveries(transaction, taskId)).find(
        ({ state }) => state === 'pending',
      );
      const hurried = pending !== undefined && (await hurryDelivery(transaction, pending.delivery_id));
      const id = hurried ? pending.delivery_id : await deliverCallback(transaction, taskId, caller.userId);
      note({ subject: { kind: 'task', id: taskId }, after: { delivery_id: id } });
      const delivery = (await callbackDeliveries(transaction, taskId)).find((one) => one.delivery_id === id);
      if (delivery === undefined) throw new Fault('internal', 'The delivery is not there');
      return { status: 202, body: callbackView(delivery) };
    });
  },
});

/** The callback's address. Throws `not_found`, `secrets_unreadable`, and `conflict` where there is nothing to deliver. */
const endedCallback = async (
  transaction: TenantTransaction,
  secrets: Secrets,
  taskId: string,
): Promise<string> => {
  const task = await findTask(transaction, taskId);
  if (task === undefined) throw new Fault('not_found', `There is no task ${taskId}`);
  if (task.callback_address === null) throw new Fault('conflict', 'The task has no callback');
  if (task.ended_at === null) throw new Fault('conflict', `The task has not ended: it is ${task.state}`);
  return await openCallback(transaction, secrets, task.callback_sealed);
};
