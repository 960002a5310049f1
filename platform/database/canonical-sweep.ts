import type pg from 'pg';
import { isMassDeletion } from '../../domain/schema/reading-kinds.ts';
import { applyStage } from './apply-stage.ts';
import type { BatchOrigin, Counted } from './apply-stage.ts';
import { checkFence } from './fence.ts';
import type { Fence } from './fence.ts';
import { announce } from './report-batch.ts';
import * as stage from './stage.ts';
import { inTransaction, withTenant } from './with-tenant.ts';
import type { TenantTransaction } from './with-tenant.ts';

export interface SweepResult {
  readonly deleted: number;
  /** Records that the source no longer holds, and how many it held; set when so many are missing that none was deleted. */
  readonly refused: { readonly missing: number; readonly live: number } | null;
}

export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

/**
 * Whether a stream whose records have one state each holds exactly `seen` records that are not deleted. A complete read that
 * kept as many distinct records has then met every one of them, and no key is missing. Fenced like a batch.
 */
export const holdsExactly = (pool: pg.Pool, fence: Fence, range: KeyRange, seen: number): Promise<boolean> =>
  withTenant(pool, fence.tenantId, async (transaction) => {
    const { client } = transaction;
    await checkFence(transaction, fence);
    const { rows } = await client.query<{ live: number }>(stage.countLive, [
      fence.tenantId,
      range.from,
      range.to,
    ]);
    return rows[0]?.live === seen;
  });

/** Notes that no key of a stream is missing. Fenced like a batch. */
export const markSwept = (pool: pg.Pool, fence: Fence): Promise<void> =>
  withTenant(pool, fence.tenantId, async (transaction) => {
    await checkFence(transaction, fence);
    await noteSweep(transaction.client, fence);
  });

const noteSweep = async (client: pg.ClientBase, fence: Fence): Promise<void> => {
  await client.query('update au.streams set swept_at = now() where connection_id = $1 and stream = $2', [
    fence.connectionId,
    fence.stream,
  ]);
};

/**
 * Deletes the records of a stream that are not among the keys copied into the session's `sweep_keys`, in one fenced
 * transaction on the connection that holds that table; or refuses to, when nothing or too little is left and a person has not
 * accepted that so many are gone.
 */
export const sweepMissing = (
  client: pg.PoolClient,
  fence: Fence,
  origin: BatchOrigin,
  { accepted, ...range }: KeyRange & { readonly accepted: number },
): Promise<SweepResult> =>
  inTransaction(client, fence.tenantId, async (transaction) => {
    await client.query(stage.createStage);
    await checkFence(transaction, fence);
    const { rows } = await client.query<{ live: number; missing: number }>(stage.countMissing, [
      fence.tenantId,
      range.from,
      range.to,
    ]);
    const { live, missing } = rows[0] ?? { live: 0, missing: 0 };
    if (isMassDeletion({ missing, live, accepted })) return { deleted: 0, refused: { missing, live } };
    if (missing > 0) {
      await client.query(stage.stageMissing, [fence.tenantId, range.from, range.to]);
      const counted = await applyStage(transaction, fence, origin, false);
      await addDeleted(transaction, fence, origin.taskId, counted);
      await noteSwept(transaction, origin.taskId, counted);
      await announce(transaction, fence, origin, counted);
    }
    await noteSweep(client, fence);
    return { deleted: missing, refused: null };
  });

/** Deletions found by the sweep are no rows read, so they stand apart from the ledger's balance. */
const addDeleted = async (
  { client }: TenantTransaction,
  fence: Fence,
  taskId: string,
  counted: readonly Counted[],
): Promise<void> => {
  for (const { entity, deleted } of counted) {
    await client.query(
      'update au.ledgers set deleted = deleted + $5 where task_id = $1 and connection_id = $2 and stream = $3 and entity = $4',
      [taskId, fence.connectionId, fence.stream, entity, deleted],
    );
  }
};

/** Events of the sweep count among the task's, though no row was read for them. */
const noteSwept = async (
  { client }: TenantTransaction,
  taskId: string,
  counted: readonly Counted[],
): Promise<void> => {
  await client.query(
    `update au.tasks set progress = progress || jsonb_build_object(
       'swept', coalesce((progress ->> 'swept')::bigint, 0) + $2)
     where task_id = $1`,
    [taskId, counted.reduce((sum, { deleted }) => sum + deleted, 0)],
  );
};
