import { demoAuthor } from '../../../domain/demo-author.ts';
import { connectionsMadeBy } from '../../../platform/database/repositories/connection-settings.ts';
import { currentGeneration } from '../../../platform/database/repositories/dcl-generations.ts';
import { demoDataRemoved } from '../../contract/dashboard.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { acceptTask } from '../accept-task.ts';
import { removeSettled } from '../connections/remove-settled.ts';
import { connectTask } from '../dcl/connect-task.ts';
import { removeExports } from './demo-folder.ts';

export const deleteDemoData = detachedEndpoint({
  id: 'removeDemoData',
  method: 'delete',
  path: '/demo-data',
  tag: 'operations',
  summary: 'Delete the connections of the demo data and their files, and connect anew without them',
  description:
    'Nothing else is touched. As with every connection, what was read stays in the stream; golden records no longer take it in. A job that is reading one of them is a 409.',
  role: 'admin',
  replies: { 200: demoDataRemoved },
  handle: async ({ caller, inTenant, traceId, note }, { config }) => {
    const { tenantId, userId: requestedBy } = caller;
    const removed = await inTenant(async (transaction) => {
      const made = await connectionsMadeBy(transaction, demoAuthor, 'for update');
      for (const row of made) await removeSettled(transaction, row, requestedBy, traceId);
      const connects = made.length > 0 && (await currentGeneration(transaction)) !== undefined;
      const task = connects
        ? await acceptTask(transaction, connectTask({ tenantId, traceId, requestedBy }))
        : undefined;
      return { connections: made.length, task_id: task?.task_id ?? null };
    });
    await removeExports(config, tenantId);
    note({ subject: { kind: 'tenant', id: tenantId }, after: removed });
    return { status: 200, body: removed };
  },
});
