import { sql } from 'kysely';
import type { DriftState } from '../../../domain/states/drift.ts';
import type { TenantTransaction } from '../with-tenant.ts';

/** What is known of an object before it is looked at again. */
export interface KnownShape {
  readonly object: string;
  readonly fingerprint: string;
  readonly baseline_fingerprint: string | null;
  /** Of the open ticket; null where there is none. */
  readonly ticket_kind: string | null;
  readonly ticket_digest: string | null;
  readonly ticket_state: DriftState | null;
  /** True where the ticket is about to close, since the source was put back. */
  readonly ticket_closing: boolean | null;
  /** Whether a ticket has asked for a mapping before and was settled. */
  readonly asked: boolean;
}

/**
 * Whoever records shapes of a connection takes turns until his transaction ends: ingest and observer may look at the same
 * time.
 */
export const lockShapes = async (
  { client, tenantId }: TenantTransaction,
  connectionId: string,
): Promise<void> => {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `shapes/${tenantId}/${connectionId}`,
  ]);
};

/** The newest shape, the baseline and the open ticket of every object that was ever seen on a connection, by name. */
export const knownShapes = async (
  { db }: TenantTransaction,
  connectionId: string,
): Promise<ReadonlyMap<string, KnownShape>> => {
  const { rows } = await sql<KnownShape>`
    select n.object, n.fingerprint, s.fingerprint as baseline_fingerprint,
      t.kind as ticket_kind, t.digest as ticket_digest, t.state as ticket_state, t.detail ? 'closing' as ticket_closing,
      exists (select from au.drift_events d where d.connection_id = n.connection_id and d.object = n.object
        and d.kind = 'object_added' and d.state = 'closed') as asked
    from (select distinct on (object) connection_id, object, fingerprint from au.source_schemas
          where connection_id = ${connectionId} order by object, version desc) n
    left join au.schema_baselines b on b.connection_id = n.connection_id and b.object = n.object
    left join au.source_schemas s
      on s.connection_id = b.connection_id and s.object = b.object and s.version = b.version
    left join au.drift_events t
      on t.connection_id = n.connection_id and t.object = n.object and t.state <> 'closed'`.execute(db);
  return new Map(rows.map((row) => [row.object, row]));
};
