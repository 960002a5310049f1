import { sql } from 'kysely';
import { tenantId as parseTenant } from '../domain/ids.ts';
import { claimObservations } from '../platform/database/repositories/observations.ts';
import { addToOutbox } from '../platform/database/repositories/outbox.ts';
import { enqueueTask } from '../platform/database/repositories/tasks.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import { currentTraceId } from '../platform/telemetry.ts';
import { ingestId } from '../workflows/ingest.contract.ts';
import { tickSeconds } from '../workflows/tick.contract.ts';
import type { Deps } from './deps.ts';
import { hopelessFaults } from './judge-connection.ts';

export const createScheduleActivities = ({ pool, config }: Pick<Deps, 'pool' | 'config'>) => ({
  /** Enqueues an ingest for every connection whose time has come, and a look for those that the observer is due to visit. */
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
            traceId: currentTraceId(),
            requestedBy: 'schedule',
          });
        }
        await enqueueLook(transaction, config.OBSERVE_EVERY_SECONDS);
      });
    }
  },
});

/** Early enough for the tick after it to fall within the period; the rounds of tenants drift apart, so that they do not all come at once. */
const enqueueLook = async (transaction: TenantTransaction, everySeconds: number): Promise<void> => {
  const connectionIds = await claimObservations(transaction, {
    everySeconds: Math.max(1, everySeconds - tickSeconds) * (0.9 + Math.random() / 10),
    hopeless: [...hopelessFaults],
  });
  if (connectionIds.length > 0)
    await addToOutbox(transaction, 'observe', { connectionIds, traceId: currentTraceId() });
};

export type ScheduleActivities = ReturnType<typeof createScheduleActivities>;
