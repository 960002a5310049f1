import { allNext } from '../platform/database/repositories/ingest-scope.ts';
import { addTrail, enqueueTask } from '../platform/database/repositories/tasks.ts';
import type { Task } from '../platform/database/repositories/tasks.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import { ingestId } from '../workflows/ingest.contract.ts';

/**
 * What was asked of a connection while an ingest of it ran, and could not become part of it: there is one at a time. An
 * object that it has read before somebody wanted it anew is read by the ingest that follows. A request is followed up once:
 * an ingest that began after it has tried.
 */
export const followUpIngest = async (transaction: TenantTransaction, ended: Task): Promise<void> => {
  const { db, tenantId } = transaction;
  const connectionId = ended.subject_id;
  const connection = await db
    .selectFrom('connections')
    .select('status')
    .where('connection_id', '=', connectionId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (connection === undefined || connection.status === 'paused' || ended.started_at === null) return;
  const awaited = await db
    .selectFrom('streams as s')
    .select(['s.object', 's.anew_by'])
    .where('s.connection_id', '=', connectionId)
    .where('s.paused_at', 'is', null)
    .where('s.anew_at', '>', ended.started_at)
    .where((where) =>
      where.or([where('s.completed_at', 'is', null), where('s.completed_at', '<', where.ref('s.anew_at'))]),
    )
    .orderBy('s.object')
    .execute();
  const wantsAll = ended.progress[allNext] === true;
  if (!wantsAll && awaited.length === 0) return;
  const { taskId } = await enqueueTask(transaction, {
    kind: 'ingest',
    subject: { kind: 'connection', id: connectionId },
    workflowId: ingestId(tenantId, connectionId),
    input: { connectionId, ...(wantsAll ? {} : { objects: awaited.map(({ object }) => object) }) },
    traceId: ended.trace_id,
    requestedBy: (wantsAll ? null : awaited[0]?.anew_by) ?? 'worker',
  });
  await addTrail(transaction, ended.task_id, {
    actor: 'worker',
    kind: 'followed',
    detail: { task_id: taskId },
  });
};
