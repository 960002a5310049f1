import { sql } from 'kysely';
import type { TenantTransaction } from '../with-tenant.ts';

/**
 * The connections that are to be looked at now, each claimed until its next time, `everySeconds` from now and up to a twentieth
 * more or less, so that tenants do not stay in step after an outage. All of a tenant that are nearly due come along, so that
 * they stay together in one round.
 *
 * Left out: connections that nobody has tried yet, paused ones, broken ones that only a person can mend (`hopeless` fault
 * codes), and those whose ingest is just looking itself.
 */
export const claimObservations = async (
  { db }: TenantTransaction,
  { everySeconds, hopeless }: { readonly everySeconds: number; readonly hopeless: readonly string[] },
): Promise<readonly string[]> => {
  const { rows } = await sql<{ connection_id: string }>`
    update au.connections c
    set observe_at = now() + make_interval(secs => ${everySeconds} * (0.95 + 0.1 * (select random())))
    where deleted_at is null
      and (observe_at is null or observe_at <= now() + make_interval(secs => ${everySeconds / 4}))
      and (status in ('active', 'degraded') or (status = 'broken' and failures > 0
        and split_part(coalesce(status_reason, ''), ':', 1) <> all (${hopeless})))
      and exists (select from au.connections due where due.deleted_at is null
        and (due.observe_at is null or due.observe_at <= now()) and due.status in ('active', 'degraded', 'broken'))
      and not exists (select from au.tasks t where t.kind = 'ingest' and t.state = 'in_progress' and t.result is null
        and t.subject_kind = 'connection' and t.subject_id = c.connection_id::text)
    returning c.connection_id`.execute(db);
  return rows.map(({ connection_id }) => connection_id);
};

/** Puts off the next look at a connection to `seconds` from now. */
export const postponeObservation = async (
  { db }: TenantTransaction,
  connectionId: string,
  seconds: number,
): Promise<void> => {
  await db
    .updateTable('connections')
    .set({ observe_at: sql<Date>`now() + make_interval(secs => ${seconds})` })
    .where('connection_id', '=', connectionId)
    .execute();
};
