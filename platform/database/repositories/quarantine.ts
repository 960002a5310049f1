import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { QuarantineState } from '../../../domain/states/drift.ts';
import type { Json } from '../../../domain/json.ts';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type HeldRecord = Selectable<Tables['quarantined_records']>;
export type ListedHeld = HeldRecord & { readonly position_text: string };

export interface HeldFilter {
  readonly state?: QuarantineState | undefined;
  readonly connectionId?: string | undefined;
  readonly entity?: string | undefined;
  readonly stream?: string | undefined;
}

/** Held records, the latest seen first, behind `after`. */
export const listHeld = async (
  { db }: TenantTransaction,
  filter: HeldFilter,
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedHeld[]> => {
  let query = db
    .selectFrom('quarantined_records')
    .selectAll()
    .select(microseconds('last_seen_at').as('position_text'))
    .orderBy('last_seen_at', 'desc')
    .orderBy('quarantine_id', 'desc')
    .limit(limit);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.connectionId !== undefined) query = query.where('connection_id', '=', filter.connectionId);
  if (filter.entity !== undefined) query = query.where('entity', '=', filter.entity);
  if (filter.stream !== undefined) query = query.where('stream', '=', filter.stream);
  if (after !== undefined) query = query.where(olderThan('last_seen_at', 'quarantine_id', after));
  return await query.execute();
};

/** A held record with its raw, which stands beside it or among the source records; undefined when there is none. */
export const findHeld = async (
  { db }: TenantTransaction,
  quarantineId: string,
): Promise<(HeldRecord & { readonly stored: Json }) | undefined> => {
  const held = await db
    .selectFrom('quarantined_records')
    .selectAll()
    .where('quarantine_id', '=', quarantineId)
    .executeTakeFirst();
  if (held?.raw_seq == null || held.record_key === null) return held && { ...held, stored: held.raw };
  const source = await db
    .selectFrom('source_records')
    .select('raw')
    .where('record_key', '=', held.record_key)
    .where('raw_seq', '=', held.raw_seq)
    .executeTakeFirst();
  return { ...held, stored: held.raw ?? source?.raw ?? null };
};

const retryable = ['quarantined', 'parked', 'retried'] as const;

export interface Marked {
  readonly connection_id: string;
  readonly stream: string;
  /** Whether the raw record is stored, so that it need not be read from the source again. */
  readonly stored: boolean;
}

/** Marks quarantined records as retried and answers which they are; parked ones stay parked until a replay drains them. */
export const markRetried = async (
  { db }: TenantTransaction,
  which: { readonly ids: readonly string[] } | { readonly connectionId: string; readonly stream: string },
): Promise<readonly Marked[]> => {
  const query = db
    .updateTable('quarantined_records')
    .set({ state: sql`case state when 'parked' then state else 'retried' end` })
    .where('state', 'in', retryable);
  return await (
    'ids' in which
      ? query.where('quarantine_id', 'in', which.ids)
      : query.where('connection_id', '=', which.connectionId).where('stream', '=', which.stream)
  )
    .returning(['connection_id', 'stream', sql<boolean>`raw_seq is not null`.as('stored')])
    .execute();
};

/** Marks held records as discarded: nobody asks for them again. Parked ones belong to a ticket and are left alone. */
export const markDiscarded = async (
  { db }: TenantTransaction,
  ids: readonly string[],
): Promise<readonly string[]> => {
  const rows = await db
    .updateTable('quarantined_records')
    .set({ state: 'discarded' })
    .where('quarantine_id', 'in', ids)
    .where('state', 'in', ['quarantined', 'retried'])
    .returning('quarantine_id')
    .execute();
  return rows.map(({ quarantine_id }) => quarantine_id);
};
