import { tenantId as parseTenant } from '../../domain/ids.ts';
import { enqueueTask } from '../../platform/database/repositories/tasks.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { AoaInput } from '../../workflows/aoa.contract.ts';
import { dclConnectId } from '../../workflows/dcl-connect.contract.ts';
import { ingestId } from '../../workflows/ingest.contract.ts';
import type { Deps } from '../deps.ts';

interface Enqueued {
  readonly taskIds: readonly string[];
}

interface TasksSeen {
  readonly left: number;
  readonly failures: readonly { readonly stream: string; readonly reason: string }[];
}

const requestedBy = 'aoa';

export const createAoaActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /** A job for every connection that is not paused; one that is being read already is taken as it is. */
  enqueueIngests: ({ tenantId: tenant, traceId }: AoaInput): Promise<Enqueued> =>
    withTenant(pool, parseTenant(tenant), async (transaction) => {
      const connections = await transaction.db
        .selectFrom('connections')
        .select('connection_id')
        .where('deleted_at', 'is', null)
        .where('status', '<>', 'paused')
        .orderBy('slug')
        .execute();
      const taskIds: string[] = [];
      for (const { connection_id: id } of connections) {
        const { taskId } = await enqueueTask(transaction, {
          kind: 'ingest',
          subject: { kind: 'connection', id },
          workflowId: ingestId(transaction.tenantId, id),
          input: { connectionId: id },
          traceId,
          requestedBy,
        });
        taskIds.push(taskId);
      }
      return { taskIds };
    }),

  /** The job that connects what was read; at its end it lets the agents look. */
  enqueueConnect: ({ tenantId: tenant, traceId }: AoaInput): Promise<Enqueued> =>
    withTenant(pool, parseTenant(tenant), async (transaction) => {
      const { taskId } = await enqueueTask(transaction, {
        kind: 'connect',
        subject: { kind: 'tenant', id: transaction.tenantId },
        workflowId: dclConnectId(transaction.tenantId),
        input: {},
        traceId,
        requestedBy,
      });
      return { taskIds: [taskId] };
    }),

  /** How many of these jobs have not ended, and why others failed. */
  lookAtTasks: (input: {
    readonly tenantId: string;
    readonly taskIds: readonly string[];
  }): Promise<TasksSeen> =>
    withTenant(pool, parseTenant(input.tenantId), async ({ db }) => {
      if (input.taskIds.length === 0) return { left: 0, failures: [] };
      const tasks = await db
        .selectFrom('tasks')
        .select(['state', 'kind', 'subject_id', 'error'])
        .where('task_id', 'in', [...input.taskIds])
        .execute();
      const left = tasks.filter(({ state }) => state === 'queued' || state === 'in_progress').length;
      const failures = tasks
        .filter(({ state }) => state === 'failed' || state === 'cancelled')
        .map(({ kind, subject_id, state }) => ({
          stream: `${kind} ${subject_id}`,
          reason: `conflict: the job ${state === 'failed' ? 'failed' : 'was cancelled'}; its task says why`,
        }));
      return { left, failures };
    }),
});

export type AoaActivities = ReturnType<typeof createAoaActivities>;
