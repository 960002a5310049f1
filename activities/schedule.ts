import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { tenantId as parseTenant } from '../domain/ids.ts';
import { enqueueTask } from '../platform/database/repositories/tasks.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import { ingestId } from '../workflows/ingest.contract.ts';
import type { Deps } from './deps.ts';

export const createScheduleActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /** Enqueues an ingest for every connection whose time has come, and sets its next time from its own schedule. */
  enqueueDue: async (): Promise<void> => {
    const { rows } = await pool.query<{ tenant_ids: string }>('select au.tenant_ids()');
    for (const row of rows) {
      await withTenant(pool, parseTenant(row.tenant_ids), async (transaction) => {
        const due = await transaction.db
          .updateTable('connections')
          .set({ next_run_at: sql<Date>`now() + make_interval(secs => schedule_seconds)` })
          .where('schedule_seconds', 'is not', null)
          .where('deleted_at', 'is', null)
          .where('status', '<>', 'paused')
          .where((where) =>
            where.or([where('next_run_at', 'is', null), where('next_run_at', '<=', sql<Date>`now()`)]),
          )
          .returning('connection_id')
          .execute();
        for (const { connection_id } of due) {
          await enqueueTask(transaction, {
            kind: 'ingest',
            subject: { kind: 'connection', id: connection_id },
            workflowId: ingestId(transaction.tenantId, connection_id),
            input: { connectionId: connection_id },
            traceId: randomUUID().replaceAll('-', ''),
            requestedBy: 'schedule',
          });
        }
      });
    }
  },
});

export type ScheduleActivities = ReturnType<typeof createScheduleActivities>;

/** Does nothing, on the ingest queue: whoever takes it has polled. */
export const createBeatActivities = () => ({
  beat: (): Promise<void> => Promise.resolve(),
});

export type BeatActivities = ReturnType<typeof createBeatActivities>;
