import type { FieldFault } from '../../domain/faults.ts';
import type { BatchOrigin, Counted } from './apply-stage.ts';
import type { Fence } from './fence.ts';
import { appendEvent } from './repositories/event-log.ts';
import { countAppended } from './repositories/stream-counts.ts';
import type { TenantTransaction } from './with-tenant.ts';

/** A row that cannot be keyed: it is held as text, by the hash of that text. */
export interface HeldRow {
  readonly identity: string;
  readonly position: string;
  readonly text: string;
  readonly reasons: readonly FieldFault[];
}

/** Rows that have no key belong to no entity. */
export const holdRows = async (
  { client, tenantId }: TenantTransaction,
  fence: Fence,
  taskId: string,
  held: readonly HeldRow[],
): Promise<void> => {
  await client.query(
    `insert into au.quarantined_records
       (tenant_id, quarantine_id, connection_id, stream, entity, identity, position, raw_text, reasons, task_id)
     select $1, gen_random_uuid(), $2, $3, '', h.identity, h.position, h.text, h.reasons, $4
     from jsonb_to_recordset($5) as h(identity text, position text, text text, reasons jsonb)
     on conflict (tenant_id, connection_id, stream, entity, identity) do update set
       position = excluded.position, reasons = excluded.reasons, last_seen_at = now(), state = 'quarantined', task_id = excluded.task_id,
       attempts = quarantined_records.attempts + (quarantined_records.task_id <> excluded.task_id)::integer`,
    [
      tenantId,
      fence.connectionId,
      fence.stream,
      taskId,
      JSON.stringify(held).replaceAll('\\u0000', '\\ufffd'),
    ],
  );
};

const nothing = { changed: 0, unchanged: 0, quarantined: 0, parked: 0, filtered: 0, stale: 0, deleted: 0 };

/** Adds a batch to the ledger of each mapping; rows without a key are quarantined for all of them. */
export const addToLedger = async (
  { client, tenantId }: TenantTransaction,
  fence: Fence,
  taskId: string,
  {
    counted,
    read,
    held,
  }: { readonly counted: readonly Counted[]; readonly read: number; readonly held: number },
): Promise<void> => {
  for (const [entity, version] of Object.entries(fence.mappingVersions)) {
    const row = counted.find((candidate) => candidate.entity === entity) ?? nothing;
    const { changed, unchanged, quarantined, parked, filtered, stale, deleted } = row;
    await client.query(
      `insert into au.ledgers as l
         (tenant_id, task_id, connection_id, stream, entity, mapping_version, read, changed, unchanged, quarantined, parked, filtered, stale, deleted)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       on conflict (tenant_id, task_id, stream, entity) do update set
         mapping_version = excluded.mapping_version, read = l.read + excluded.read, changed = l.changed + excluded.changed,
         unchanged = l.unchanged + excluded.unchanged, quarantined = l.quarantined + excluded.quarantined,
         parked = l.parked + excluded.parked, filtered = l.filtered + excluded.filtered, stale = l.stale + excluded.stale,
         deleted = l.deleted + excluded.deleted, updated_at = now()`,
      [
        ...[tenantId, taskId, fence.connectionId, fence.stream, entity, version],
        ...[read, changed, unchanged, quarantined + held, parked, filtered, stale, deleted],
      ],
    );
  }
};

/** Progress that a watcher sees: rows per stream and in all. */
export const reportProgress = async (
  { client }: TenantTransaction,
  fence: Fence,
  taskId: string,
  read: number,
): Promise<void> => {
  await client.query(
    `update au.tasks set progress = progress || jsonb_build_object(
       'rows', coalesce((progress ->> 'rows')::bigint, 0) + $2,
       'stream', $3::text)
     where task_id = $1`,
    [taskId, read, fence.stream],
  );
};

/** One `canonical.appended` per batch: counts by entity and at most twenty record keys. */
export const announce = async (
  transaction: TenantTransaction,
  fence: Fence,
  origin: BatchOrigin,
  counted: readonly Counted[],
): Promise<void> => {
  const appended = counted.filter((row) => row.event);
  if (appended.length === 0) return;
  await countAppended(
    transaction,
    appended.reduce((sum, { created, updated, deleted }) => sum + created + updated + deleted, 0),
  );
  await appendEvent(transaction, {
    type: 'canonical.appended',
    traceId: origin.traceId,
    taskId: origin.taskId,
    subject: { kind: 'connection', id: fence.connectionId },
    data: {
      stream: fence.stream,
      last_seq: Math.max(...appended.map((row) => row.last_seq)),
      entities: Object.fromEntries(
        appended.map(({ entity, created, updated, deleted }) => [entity, { created, updated, deleted }]),
      ),
      record_keys: appended.flatMap((row) => row.sample ?? []).slice(0, 20),
    },
  });
};
