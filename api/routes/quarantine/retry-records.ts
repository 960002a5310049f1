import { Fault } from '../../../domain/faults.ts';
import { streamOfObject } from '../../../platform/database/repositories/mapping-history.ts';
import { findConnection } from '../../../platform/database/repositories/connection-settings.ts';
import { markRetried } from '../../../platform/database/repositories/quarantine.ts';
import type { Marked } from '../../../platform/database/repositories/quarantine.ts';
import type { NewTask } from '../../../platform/database/repositories/tasks.ts';
import { retryBody, retryReply } from '../../contract/quarantine.ts';
import { endpoint } from '../../endpoint.ts';
import { acceptTask } from '../accept-task.ts';
import type { TaskAccepted } from '../accept-task.ts';
import { ingestTask, replayTask } from '../connections/connection-tasks.ts';
import { existingConnection } from '../connections/existing-connection.ts';

export const postQuarantineRetry = endpoint({
  id: 'retryQuarantine',
  method: 'post',
  path: '/quarantine/retry',
  tag: 'quarantine',
  summary: 'Try held records again: those that are stored by a replay, the others by an ingest',
  role: 'operator',
  body: retryBody,
  replies: { 202: retryReply },
  handle: async ({ body, caller, transaction, traceId, note }) => {
    const marked = await markRetried(
      transaction,
      'ids' in body
        ? { ids: body.ids }
        : {
            connectionId: (await existingConnection(transaction, body.connection_id)).connection_id,
            stream: await streamOf(body.object, () =>
              streamOfObject(transaction, body.connection_id, body.object),
            ),
          },
    );
    if (marked.length === 0)
      throw new Fault('not_found', 'None of that is held; it may have been settled already');
    const tasks: TaskAccepted[] = [];
    for (const task of tasksFor(marked, { tenantId: caller.tenantId, traceId, requestedBy: caller.userId })) {
      // What a deleted connection left behind can still be discarded, but nothing reads it again.
      const connection = await findConnection(transaction, task.subject.id);
      if (connection === undefined)
        throw new Fault('conflict', 'The connection of a record was deleted; discard the record');
      tasks.push(await acceptTask(transaction, task));
    }
    const ids = tasks.map(({ task_id }) => task_id);
    note({ subject: { kind: 'quarantine', id: 'retry' }, after: { records: marked.length, tasks: ids } });
    return { status: 202, body: { retried: marked.length, tasks } };
  },
});

const streamOf = async (object: string, find: () => Promise<string | undefined>): Promise<string> => {
  const stream = await find();
  if (stream === undefined) throw new Fault('not_found', `${object} was never mapped on this connection`);
  return stream;
};

/** One replay per object whose raws are stored, one ingest per connection that has rows to be read again. */
const tasksFor = (
  marked: readonly Marked[],
  asked: { readonly tenantId: string; readonly traceId: string; readonly requestedBy: string },
): readonly NewTask[] => {
  const tasks = marked.map(({ connection_id: connectionId, stream, stored }) =>
    stored ? replayTask({ ...asked, connectionId }, stream) : ingestTask({ ...asked, connectionId }),
  );
  return [...new Map(tasks.map((task) => [task.workflowId, task])).values()];
};
