import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { afterPrefix } from '../../../domain/record-keys.ts';
import type { Json } from '../../../domain/json.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type EventRow = Selectable<Tables['canonical_events']>;

export interface RecordName {
  readonly entity: string;
  readonly recordKey: string;
}

/** Number and time of the tenant's newest event; 0 and null before the first. */
const newestEvent = async (
  { db }: TenantTransaction,
  until?: number,
): Promise<{ readonly seq: number; readonly emitted_at: Date | null }> => {
  const query = db
    .selectFrom('canonical_events')
    .select(['seq', 'emitted_at'])
    .orderBy('seq', 'desc')
    .limit(1);
  const row = await (until === undefined ? query : query.where('seq', '<=', until)).executeTakeFirst();
  return row ?? { seq: 0, emitted_at: null };
};

/** A point in the tenant's stream: everything up to `seq` had happened, and raws seen up to `at` were known. */
export interface Moment {
  readonly seq: number;
  /** Null: whatever is known now. */
  readonly at: Date | null;
}

/** The moment that a seq, a time, or neither (now) names. */
export const momentOf = async (
  transaction: TenantTransaction,
  asOf: number | Date | undefined,
): Promise<Moment> => {
  const newest = await newestEvent(transaction);
  if (asOf === undefined) return { seq: newest.seq, at: null };
  if (asOf instanceof Date) return { seq: await seqBefore(transaction, asOf, newest.seq), at: asOf };
  if (asOf >= newest.seq) return { seq: newest.seq, at: null };
  const { seq, emitted_at } = await newestEvent(transaction, asOf);
  return { seq, at: emitted_at ?? new Date(0) };
};

/**
 * The newest event up to a time. Times rise with seqs, but for the moment that a batch takes to commit, so a search by
 * halves finds the place in a few looks at the primary key; the table has no index by time.
 */
const seqBefore = async ({ db }: TenantTransaction, at: Date, last: number): Promise<number> => {
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const row = await db
      .selectFrom('canonical_events')
      .select(['seq', 'emitted_at'])
      .where('seq', '>=', middle)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined || row.emitted_at > at) high = middle - 1;
    else low = row.seq;
  }
  return low;
};

/** A record's latest event up to a seq, or undefined. */
export const eventUntil = async (
  { db }: TenantTransaction,
  { entity, recordKey }: RecordName,
  seq: number,
): Promise<EventRow | undefined> =>
  await db
    .selectFrom('canonical_events')
    .selectAll()
    .where('record_key', '=', recordKey)
    .where('entity', '=', entity)
    .where('seq', '<=', seq)
    .orderBy('record_seq', 'desc')
    .limit(1)
    .executeTakeFirst();

/** A record's events, newest first, below `before` (a record_seq). */
export const eventsOf = async (
  { db }: TenantTransaction,
  { entity, recordKey }: RecordName,
  limit: number,
  before: number | undefined,
): Promise<readonly EventRow[]> => {
  const query = db
    .selectFrom('canonical_events')
    .selectAll()
    .where('record_key', '=', recordKey)
    .where('entity', '=', entity)
    .orderBy('record_seq', 'desc')
    .limit(limit);
  return await (before === undefined ? query : query.where('record_seq', '<', before)).execute();
};

export interface RawVersion {
  readonly raw_seq: number;
  readonly raw: Json;
  readonly seen_at: Date;
  readonly task_id: string;
}

/** Raw versions of a record, newest first; with `until` those known then. */
export const rawVersions = async (
  { db }: TenantTransaction,
  recordKey: string,
  limit: number,
  until?: Date,
): Promise<readonly RawVersion[]> => {
  const query = db
    .selectFrom('source_records as s')
    .innerJoin('canonical_batches as b', 'b.batch_id', 's.batch_id')
    .select(['s.raw_seq', 's.raw', 'b.emitted_at as seen_at', 'b.task_id'])
    .where('s.record_key', '=', recordKey)
    .orderBy('s.raw_seq', 'desc')
    .limit(limit);
  if (until === undefined) return await query.execute();
  // A Date holds milliseconds, the column microseconds: of one batch the raw would seem newer than its event.
  return await query.where(sql`date_trunc('milliseconds', b.emitted_at)`, '<=', until).execute();
};

/** The raws that these events were derived from, by raw_seq. */
export const rawsOf = async (
  { db }: TenantTransaction,
  recordKey: string,
  rawSeqs: readonly number[],
): Promise<ReadonlyMap<number, Json>> => {
  if (rawSeqs.length === 0) return new Map();
  const rows = await db
    .selectFrom('source_records')
    .select(['raw_seq', 'raw'])
    .where('record_key', '=', recordKey)
    .where('raw_seq', 'in', rawSeqs)
    .execute();
  return new Map(rows.map(({ raw_seq, raw }) => [raw_seq, raw]));
};

export type RecordStateRow = Pick<
  Selectable<Tables['record_state']>,
  'record_key' | 'status' | 'record_seq' | 'last_seq'
>;

/** Records of an entity by key, behind `after`; all of them, or those whose key begins with `prefix`. */
export const listRecords = async (
  { db }: TenantTransaction,
  { entity, prefix }: { readonly entity: string; readonly prefix: string | undefined },
  limit: number,
  after: string | undefined,
): Promise<readonly RecordStateRow[]> => {
  let query = db
    .selectFrom('record_state')
    .select(['record_key', 'status', 'record_seq', 'last_seq'])
    .where('entity', '=', entity)
    .orderBy('record_key')
    .limit(limit);
  if (prefix !== undefined)
    query = query.where('record_key', '>', prefix).where('record_key', '<', afterPrefix(prefix));
  if (after !== undefined) query = query.where('record_key', '>', after);
  return await query.execute();
};

/** The canonical fields of these events, by seq. */
export const dataOf = async (
  { db }: TenantTransaction,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, Record<string, Json>>> => {
  if (seqs.length === 0) return new Map();
  const rows = await db
    .selectFrom('canonical_events')
    .select(['seq', 'data'])
    .where('seq', 'in', seqs)
    .execute();
  return new Map(rows.map(({ seq, data }) => [seq, data]));
};
