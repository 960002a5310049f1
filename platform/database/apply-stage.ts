import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Fence } from './fence.ts';
import * as stage from './stage.ts';
import type { TenantTransaction } from './with-tenant.ts';

export interface BatchOrigin {
  readonly taskId: string;
  readonly traceId: string;
  readonly schemaVersion: number | null;
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
