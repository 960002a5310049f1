import { aoaId } from '../../../workflows/aoa.contract.ts';
import { taskAccepted } from '../../contract/tasks.ts';
import { endpoint } from '../../endpoint.ts';
import { accepted, acceptTask } from '../accept-task.ts';

export const postAoaRun = endpoint({
  id: 'runAoa',
  method: 'post',
  path: '/aoa/run',
  tag: 'aoa',
  summary: 'Read every source, connect what came, and let the agents look at it',
  description:
    'Each part is a job of its own; this one waits for them. A run that is going on is answered as it is.',
  role: 'operator',
  replies: { 202: taskAccepted },
  handle: async ({ caller, transaction, traceId, note }) => {
    const task = await acceptTask(transaction, {
      kind: 'aoa',
      subject: { kind: 'tenant', id: caller.tenantId },
      workflowId: aoaId(caller.tenantId),
      input: {},
      traceId,
      requestedBy: caller.userId,
    });
    note({ subject: { kind: 'tenant', id: caller.tenantId }, after: { task_id: task.task_id } });
    return accepted(task);
  },
});
