import { randomUUID } from 'node:crypto';
import type { TestDatabase } from './test-database.ts';

/** What a worker would have left behind, written as the superuser: suites of the door need no worker. */
export interface Planted {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly slug: string;
  readonly stream: string;
}

const taskId = randomUUID();
const traceId = 'a'.repeat(32);

/** An event of the canonical stream with the raw record it was derived from; numbers are the caller's. */
export const plantEvent = async (
  { admin }: TestDatabase,
  { tenantId, connectionId, slug, stream }: Planted,
  event: {
    readonly id: string;
    readonly seq: number;
    readonly recordSeq: number;
    readonly data: Record<string, unknown>;
    readonly raw: Record<string, unknown> | null;
    readonly at: string;
    readonly mappingVersion?: number;
  },
): Promise<void> => {
  const batchId = randomUUID();
  const key = `${slug}/${stream}/${event.id}`;
  await admin.query(
    `insert into au.canonical_batches
       (tenant_id, batch_id, connection_id, stream, task_id, trace_id, schema_version, mapping_versions, emitted_at)
     values ($1, $2, $3, $4, $5, $6, 1, $7, $8)`,
    [
      tenantId,
      batchId,
      connectionId,
      stream,
      taskId,
      traceId,
      { account: event.mappingVersion ?? 1 },
      event.at,
    ],
  );
  await admin.query(
    `insert into au.source_records (tenant_id, record_key, raw_seq, batch_id, raw) values ($1, $2, $3, $4, $5)`,
    [tenantId, key, event.recordSeq, batchId, event.raw === null ? null : JSON.stringify(event.raw)],
  );
  await admin.query(
    `insert into au.canonical_streams
       (tenant_id, seq, record_seq, raw_seq, batch_id, op, entity, record_key, data, extras)
     values ($1, $2, $3, $3, $4, $5, 'account', $6, $7, '{}')`,
    [tenantId, event.seq, event.recordSeq, batchId, event.raw === null ? 'd' : 'u', key, event.data],
  );
  await admin.query(
    `insert into au.record_state (tenant_id, record_key, entity, raw_seq, record_seq, last_seq, status, raw_hash)
     values ($1, $2, 'account', $3, $3, $4, $5, '')
     on conflict (tenant_id, record_key, entity) do update set
       raw_seq = excluded.raw_seq, record_seq = excluded.record_seq, last_seq = excluded.last_seq, status = excluded.status`,
    [tenantId, key, event.recordSeq, event.seq, event.raw === null ? 'd' : 'l'],
  );
  await admin.query(`update au.canonical_counters set last = greatest(last, $2) where tenant_id = $1`, [
    tenantId,
    event.seq,
  ]);
};

/** A held record; without `recordKey` it is a row that could only be kept as text. Answers its id. */
export const plantHeld = async (
  { admin }: TestDatabase,
  { tenantId, connectionId, stream }: Planted,
  held: { readonly recordKey?: string; readonly state?: string },
): Promise<string> => {
  const id = randomUUID();
  await admin.query(
    `insert into au.quarantined_records
       (tenant_id, quarantine_id, connection_id, stream, entity, identity, record_key, raw_seq, position, raw_text, reasons, state, task_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'line 7', $9, $10, $11, $12)`,
    [
      tenantId,
      id,
      connectionId,
      stream,
      held.recordKey === undefined ? '' : 'account',
      held.recordKey ?? id,
      held.recordKey ?? null,
      held.recordKey === undefined ? null : 1,
      held.recordKey === undefined ? 'a;b;"c' : null,
      JSON.stringify([{ pointer: 'amount', code: 'not_a_number', message: 'amount: write a number' }]),
      held.state ?? 'quarantined',
      taskId,
    ],
  );
  return id;
};
