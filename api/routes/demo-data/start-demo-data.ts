import { demoExports } from '../../../demo/generate/demo-exports.ts';
import { demoAuthor } from '../../../domain/demo-author.ts';
import { connectionsMadeBy } from '../../../platform/database/repositories/connection-settings.ts';
import { aoaId } from '../../../workflows/aoa.contract.ts';
import { taskAccepted } from '../../contract/tasks.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { accepted, acceptTask } from '../accept-task.ts';
import { checkConfig } from '../connections/check-settings.ts';
import { insertUnderSlug } from '../connections/insert-under-slug.ts';
import { demoPath, writeExports } from './demo-folder.ts';

export const postDemoData = detachedEndpoint({
  id: 'startDemoData',
  method: 'post',
  path: '/demo-data',
  tag: 'operations',
  summary: 'Connect two sources of generated files, read them, and build golden records of everything',
  description:
    "Their connections carry `demo-data` as who made them. What is connected already stays as it is, so that a second call goes on where the first was cut off; the job is the tenant's whole run.",
  role: 'admin',
  replies: { 202: taskAccepted },
  handle: async ({ caller, inTenant, traceId, note }, { config }) => {
    const { tenantId, userId } = caller;
    const exports = demoExports();
    // The files come first: a connection without its files would be read as a source that lost everything.
    await writeExports(config, tenantId, exports);
    const task = await inTenant(async (transaction) => {
      const made = new Set((await connectionsMadeBy(transaction, demoAuthor)).map(({ name }) => name));
      for (const { folder, name } of exports.filter((each) => !made.has(each.name)))
        await insertUnderSlug(
          transaction,
          {
            name,
            system: 'filesource',
            config: checkConfig('filesource', { folder: `${demoPath}/${folder}` }, config),
            scheduleSeconds: null,
            createdBy: demoAuthor,
          },
          undefined,
          traceId,
        );
      return await acceptTask(transaction, {
        kind: 'aoa',
        subject: { kind: 'tenant', id: tenantId },
        workflowId: aoaId(tenantId),
        input: {},
        traceId,
        requestedBy: userId,
      });
    });
    note({ subject: { kind: 'tenant', id: tenantId }, after: { task_id: task.task_id } });
    return accepted(task);
  },
});
