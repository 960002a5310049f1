import { sql } from 'kysely';
import { isMeaningKind, meaningIn, signatureOf } from '../../../domain/profile/meaning.ts';
import type { MeaningChange } from '../../../domain/profile/meaning.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { appendEvent } from './event-log.ts';
import type { DriftEvent } from './object-schemas.ts';

/** What a ticket says of the meaning of values: what it is about itself, or what came to it while it was about something else. */
const meaningOf = async (
  { db }: TenantTransaction,
  { drift_event_id, kind, detail }: Pick<DriftEvent, 'drift_event_id' | 'kind' | 'detail'>,
): Promise<readonly MeaningChange[]> => {
  if (!isMeaningKind(kind)) return meaningIn(detail);
  const newest = await db
    .selectFrom('schema_changes')
    .select('changes')
    .where('drift_event_id', '=', drift_event_id)
    .orderBy('seen_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (newest?.changes ?? []) as unknown as readonly MeaningChange[];
};

export interface StandingMeaning {
  /** The object's open ticket. */
  readonly ticket: DriftEvent | undefined;
  /** What it says; or, where none is open, what the last one leaves to a ticket of its own. */
  readonly changes: readonly MeaningChange[];
}

/**
 * What is known of changes of meaning of an object that nobody has settled. Whoever asks has to settle it: a closed ticket hands
 * it over, or it would be told again after it was put back, or when that ticket is opened again.
 */
export const takeMeaning = async (
  transaction: TenantTransaction,
  { connectionId, object }: { readonly connectionId: string; readonly object: string },
): Promise<StandingMeaning> => {
  const last = await transaction.db
    .selectFrom('drift_events')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .orderBy(sql`closed_at desc nulls first`)
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return { ticket: undefined, changes: [] };
  if (last.state !== 'closed') return { ticket: last, changes: await meaningOf(transaction, last) };
  const changes = meaningIn(last.detail);
  if (changes.length > 0)
    await transaction.db
      .updateTable('drift_events')
      .set({ detail: sql`detail - 'meaning'` })
      .where('drift_event_id', '=', last.drift_event_id)
      .execute();
  return { ticket: undefined, changes };
};

/** Keeps in an open ticket of another kind what values mean otherwise by now, until it closes. */
export const keepMeaning = async (
  transaction: TenantTransaction,
  { drift_event_id: id, connection_id, object, kind, severity, detail }: DriftEvent,
  changes: readonly MeaningChange[],
  traceId: string,
): Promise<void> => {
  if (signatureOf(meaningIn(detail)) === signatureOf(changes)) return;
  await transaction.db
    .updateTable('drift_events')
    .set({
      detail: sql`detail || ${JSON.stringify({ meaning: changes })}::jsonb`,
      updated_at: sql<Date>`now()`,
    })
    .where('drift_event_id', '=', id)
    .execute();
  await appendEvent(transaction, {
    type: 'drift.updated',
    traceId,
    subject: { kind: 'drift_event', id },
    data: { connection_id, object, kind, severity },
  });
};
