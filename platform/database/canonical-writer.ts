import type pg from 'pg';
import type { Json } from '../../domain/json.ts';
import { failpoint } from '../failpoint.ts';
import { applyStage } from './apply-stage.ts';
import type { BatchOrigin, Outcomes } from './apply-stage.ts';
import { copyChunks } from './copy-chunks.ts';
import { checkFence, checkMappings } from './fence.ts';
import type { Fence } from './fence.ts';
import { addToLedger, announce, holdRows, reportProgress } from './report-batch.ts';
import type { HeldRow } from './report-batch.ts';
import * as stage from './stage.ts';
import { withTenant } from './with-tenant.ts';
import type { TenantTransaction } from './with-tenant.ts';

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
