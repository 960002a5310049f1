import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { connectBody } from '../../contract/dcl.ts';
import { taskAccepted } from '../../contract/tasks.ts';
import { endpoint } from '../../endpoint.ts';
import { accepted, acceptTask } from '../accept-task.ts';
import { connectTask } from './connect-task.ts';

type Options = Readonly<Record<string, Json>>;

export const postConnect = endpoint({
  id: 'connectDcl',
  method: 'post',
  path: '/dcl/connect',
  aliases: ['/dcl/connect'],
  tag: 'dcl',
  summary: 'Build golden records of everything that was read, and publish them',
  description:
    'One at a time: while a connect is queued or running, the answer is that task. Readers keep the generation before until the new one is whole.',
  role: 'operator',
  body: connectBody,
  replies: { 202: taskAccepted },
  handle: async ({ body = {}, caller, transaction, traceId, note }) => {
    const { sources, ...options } = body;
    await refuseUnknown(transaction, sources ?? []);
    const { tenantId, userId: requestedBy } = caller;
    const task = await acceptTask(
      transaction,
      connectTask({ tenantId, traceId, requestedBy }, JSON.parse(JSON.stringify(options)) as Options),
    );
    note({ subject: { kind: 'tenant', id: tenantId }, after: { task_id: task.task_id } });
    return accepted(task);
  },
});

const refuseUnknown = async ({ db }: TenantTransaction, sources: readonly string[]): Promise<void> => {
  if (sources.length === 0) return;
  const rows = await db
    .selectFrom('connections')
    .select(['slug', 'connection_id'])
    .where('deleted_at', 'is', null)
    .execute();
  const known = new Set(rows.flatMap(({ slug, connection_id }) => [slug, connection_id]));
  const errors = sources.flatMap((source, at) =>
    known.has(source)
      ? []
      : [{ pointer: `/sources/${at}`, code: 'unknown', message: `There is no connection ${source}` }],
  );
  if (errors.length > 0) throw new Fault('validation_failed', 'Some sources are not connected', { errors });
};
