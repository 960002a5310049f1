import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import type pg from 'pg';
import { Fault } from '../../domain/faults.ts';
import type { FieldFault } from '../../domain/faults.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { failpoint } from '../failpoint.ts';
import { appendEvent } from './repositories/event-log.ts';
import { countAppended } from './repositories/stream-counts.ts';
import * as stage from './stage.ts';
import { withTenant } from './with-tenant.ts';
import type { TenantTransaction } from './with-tenant.ts';

/** Who writes: the lease of one stream, taken at the start of an attempt, and the mapping versions it compiled. */
export interface Fence {
  readonly tenantId: TenantId;
  readonly connectionId: string;
  readonly stream: string;
  readonly epoch: number;
  readonly mappingVersions: Readonly<Record<string, number>>;
  /** True when the stream has, or ever had, mappings to more than one entity. */
  readonly severalEntities: boolean;
}

export interface BatchOrigin {
  readonly taskId: string;
  readonly traceId: string;
  readonly schemaVersion: number | null;
}

/** A row that cannot be keyed: it is held as text, by the hash of that text. */
export interface HeldRow {
  readonly identity: string;
  readonly position: string;
  readonly text: string;
  readonly reasons: readonly FieldFault[];
}

export interface StagedBatch {
  /** One COPY (binary) of the stage columns, in order. */
  readonly copy: readonly Uint8Array[];
  /** Source rows read, held ones included. */
  readonly read: number;
  readonly held: readonly HeldRow[];
  /** Resume point after this batch; ignored in a replay. */
  readonly cursor: Json;
  /** Settles when the batch before is committed. */
  readonly earlier?: Promise<unknown>;
  /** Written in the same transaction, or not at all. */
  readonly alongside?: (transaction: TenantTransaction) => Promise<void>;
}

export interface Outcomes {
  readonly entity: string;
  readonly changed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly parked: number;
  readonly filtered: number;
  readonly stale: number;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  /** Rows whose record is not deleted now. */
  readonly kept: number;
}

export interface Counted extends Outcomes {
  readonly raw_new: boolean;
  readonly event: boolean;
  /** Whether states of known records change, and whether records get their first state. */
  readonly touched: boolean;
  readonly fresh: boolean;
  readonly held: boolean;
  readonly last_seq: number;
  readonly sample: string[] | null;
}

/** Rows derived again from stored raws; no cursor moves and nothing was read from the source. */
export type ReplayedBatch = Pick<StagedBatch, 'copy' | 'read'>;

/** Writes a batch of a replay, fenced by the mapping versions alone: ingest may go on beside it. */
export const writeReplay = (
  pool: pg.Pool,
  fence: Fence,
  origin: BatchOrigin,
  batch: ReplayedBatch,
): Promise<readonly Outcomes[]> =>
  withTenant(pool, fence.tenantId, async (transaction) => {
    await copyToStage(transaction.client, batch.copy);
    await checkMappings(transaction, fence);
    const counted = await applyStage(transaction, fence, origin, true);
    await addToLedger(transaction, fence, origin.taskId, { counted, read: batch.read, held: 0 });
    await reportProgress(transaction, fence, origin.taskId, batch.read);
    await announce(transaction, fence, origin, counted);
    return counted;
  });

/**
 * Writes one batch in one fenced transaction: lease epoch and mapping versions checked, raw records, events numbered under
 * the tenant's counter, record state, cursor, ledger, event log. Answers the outcomes per entity. The rows are brought to the
 * stage at once; they are compared and written once `earlier`, the batch before, is committed.
 * Throws `lease_stale` when another attempt has taken over, `mapping_superseded` when another version is active, and what
 * `earlier` throws; then nothing was written.
 */
export const writeBatch = (
  pool: pg.Pool,
  fence: Fence,
  origin: BatchOrigin,
  batch: StagedBatch,
): Promise<readonly Outcomes[]> =>
  withTenant(pool, fence.tenantId, async (transaction) => {
    await copyToStage(transaction.client, batch.copy);
    await batch.earlier;
    failpoint('mid_insert');
    await checkFence(transaction, fence);
    const counted = await applyStage(transaction, fence, origin, false);
    if (batch.held.length > 0) await holdRows(transaction, fence, origin.taskId, batch.held);
    await addToLedger(transaction, fence, origin.taskId, {
      counted,
      read: batch.read,
      held: batch.held.length,
    });
    await moveCursor(transaction, fence, batch.cursor);
    await batch.alongside?.(transaction);
    await reportProgress(transaction, fence, origin.taskId, batch.read);
    await announce(transaction, fence, origin, counted);
    failpoint('before_commit');
    return counted;
  });

/** Copies ready rows into the session's stage. */
const copyToStage = async (client: pg.ClientBase, chunks: readonly Uint8Array[]): Promise<void> => {
  await client.query(stage.createStage);
  await copyChunks(client, stage.copyStage, chunks);
};

/** Runs a COPY … FROM STDIN statement with ready bytes. */
export const copyChunks = async (
  client: pg.ClientBase,
  statement: string,
  chunks: readonly Uint8Array[],
): Promise<void> => {
  const copy = client.query(copyFrom(statement));
  for (const chunk of chunks) if (!copy.write(chunk)) await once(copy, 'drain');
  copy.end();
  await once(copy, 'finish');
};

/**
 * Holds lease and mapping versions until the transaction ends. Throws `lease_stale`, `mapping_superseded`, or `object_steered`
 * where a person has taken the lease away.
 */
export const checkFence = async (transaction: TenantTransaction, fence: Fence): Promise<void> => {
  const { client } = transaction;
  const { rows } = await client.query<{ epoch: number; holder: string | null }>(
    'select epoch, holder from au.streams where connection_id = $1 and stream = $2 for update',
    [fence.connectionId, fence.stream],
  );
  const [now] = rows;
  if (now?.epoch !== fence.epoch) {
    if (now?.holder === null)
      throw new Fault('object_steered', `${fence.stream} was paused, or is to be read anew`);
    throw new Fault(
      'lease_stale',
      `Attempt ${fence.epoch} on ${fence.stream} was replaced by attempt ${now?.epoch ?? 'none'}`,
    );
  }
  await checkMappings(transaction, fence);
};

/** Holds the active mapping versions until the transaction ends. Throws `mapping_superseded`. */
const checkMappings = async ({ client }: TenantTransaction, fence: Fence): Promise<void> => {
  const { rows: active } = await client.query<{ entity: string; version: number }>(
    'select entity, version from au.active_mappings where connection_id = $1 and stream = $2 order by entity for share',
    [fence.connectionId, fence.stream],
  );
  const same =
    active.length === Object.keys(fence.mappingVersions).length &&
    active.every(({ entity, version }) => fence.mappingVersions[entity] === version);
  if (!same)
    throw new Fault('mapping_superseded', `The mappings of ${fence.stream} changed while it was being read`);
};

/** Locks the tenant's counter, compares, and appends; used by ingest, sweep and replay alike. */
export const applyStage = async (
  { client, tenantId }: TenantTransaction,
  fence: Fence,
  origin: BatchOrigin,
  replay: boolean,
): Promise<readonly Counted[]> => {
  const { rows: counter } = await client.query<{ last: number }>(
    'select last from au.canonical_counters for update',
  );
  const last = counter[0]?.last ?? 0;
  await client.query(stage.resolveStage(fence.severalEntities), [tenantId, last, replay]);
  const { rows: counted } = await client.query<Counted>(stage.countOutcomes);
  const some = (test: (row: Counted) => boolean): boolean => counted.some(test);
  if (
    !some(
      (row) =>
        row.raw_new || row.event || row.quarantined + row.parked > 0 || row.held || row.touched || row.fresh,
    )
  )
    return counted;
  const batchId = randomUUID();
  if (some((row) => row.raw_new || row.event))
    await insertBatch(client, { tenantId, batchId, fence, origin });
  if (some((row) => row.raw_new)) {
    await client.query(fence.severalEntities ? stage.insertRaw : stage.insertRawSingle, [tenantId, batchId]);
  }
  if (some((row) => row.event)) {
    await client.query(stage.insertEvents, [tenantId, batchId]);
    await client.query('update au.canonical_counters set last = $1', [
      Math.max(...counted.map((row) => row.last_seq)),
    ]);
  }
  if (some((row) => row.fresh)) await client.query(stage.insertState, [tenantId]);
  if (some((row) => row.touched)) {
    await client.query(stage.byKeyAlone);
    await client.query(stage.updateState, [tenantId]);
    await client.query(stage.byAnyJoin);
  }
  if (some((row) => row.quarantined + row.parked > 0)) {
    await client.query(stage.upsertQuarantine, [tenantId, fence.connectionId, fence.stream, origin.taskId]);
  }
  if (some((row) => row.held))
    await client.query(stage.resolveQuarantine, [tenantId, fence.connectionId, fence.stream]);
  return counted;
};

const insertBatch = async (
  client: pg.ClientBase,
  {
    tenantId,
    batchId,
    fence,
    origin,
  }: { tenantId: string; batchId: string; fence: Fence; origin: BatchOrigin },
): Promise<void> => {
  await client.query(
    `insert into au.canonical_batches
       (tenant_id, batch_id, connection_id, stream, task_id, trace_id, schema_version, mapping_versions)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tenantId,
      batchId,
      fence.connectionId,
      fence.stream,
      origin.taskId,
      origin.traceId,
      origin.schemaVersion,
      JSON.stringify(fence.mappingVersions),
    ],
  );
};

/** Rows that have no key belong to no entity. */
const holdRows = async (
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
const addToLedger = async (
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

const moveCursor = async ({ client }: TenantTransaction, fence: Fence, cursor: Json): Promise<void> => {
  await client.query('update au.streams set resume = $3::jsonb where connection_id = $1 and stream = $2', [
    fence.connectionId,
    fence.stream,
    JSON.stringify(cursor),
  ]);
};

/**
 * Ends a complete read: the next one starts from where this one came to, and this task need not read the stream again. Throws
 * `lease_stale` like a batch.
 */
export const finishRead = (
  pool: pg.Pool,
  fence: Fence,
  taskId: string,
  mode: 'full' | 'incremental',
): Promise<void> =>
  withTenant(pool, fence.tenantId, async (transaction) => {
    await checkFence(transaction, fence);
    await transaction.client.query(
      `update au.streams set since = coalesce(resume, since), resume = null, mode = $3, completed_at = now(), completed_by = $4,
         stopped_code = null, stopped_reason = null
       where connection_id = $1 and stream = $2`,
      [fence.connectionId, fence.stream, mode, taskId],
    );
    if (mode === 'full') await resolveUnseen(transaction, fence, taskId);
  });

/** Rows without a key that a whole read no longer met are gone or mended. */
const resolveUnseen = async ({ client }: TenantTransaction, fence: Fence, taskId: string): Promise<void> => {
  await client.query(
    `update au.quarantined_records set state = 'resolved'
     where connection_id = $1 and stream = $2 and record_key is null and state = 'quarantined' and task_id <> $3`,
    [fence.connectionId, fence.stream, taskId],
  );
};

/** Progress that a watcher sees: rows per stream and in all. */
const reportProgress = async (
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
