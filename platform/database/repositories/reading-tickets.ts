import { sql } from 'kysely';
import { isReadingKind } from '../../../domain/schema/reading-kinds.ts';
import type { ReadingKind } from '../../../domain/schema/reading-kinds.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { appendEvent } from './event-log.ts';
import { closeTicket, openTicket } from './source-schemas.ts';
import type { Ticket } from './source-schemas.ts';

export type ReadingTicket = Omit<Ticket, 'kind' | 'lost' | 'changes'> & { readonly kind: ReadingKind };

/**
 * Opens a ticket about what a read brought. Where the object has an open ticket of its shape or its values, that one stays as
 * it is, with its proposal and what it declares lost, and the news stand in its detail.
 */
export const reportReading = async (transaction: TenantTransaction, ticket: ReadingTicket): Promise<void> => {
  const { connectionId, object, kind, severity, detail, traceId } = ticket;
  const open = await transaction.db
    .selectFrom('drift_events')
    .select(['drift_event_id', 'kind', 'detail'])
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('state', '<>', 'closed')
    .forUpdate()
    .executeTakeFirst();
  if (open === undefined || isReadingKind(open.kind)) {
    await openTicket(transaction, { ...ticket, lost: [], changes: [] });
    return;
  }
  if (kind in open.detail) return;
  await transaction.db
    .updateTable('drift_events')
    .set({
      detail: sql`detail || ${JSON.stringify({ [kind]: detail })}::jsonb`,
      updated_at: sql<Date>`now()`,
    })
    .where('drift_event_id', '=', open.drift_event_id)
    .execute();
  await appendEvent(transaction, {
    type: 'drift.updated',
    traceId,
    subject: { kind: 'drift_event', id: open.drift_event_id },
    data: { connection_id: connectionId, object, kind, severity },
  });
};

/** What the object's open ticket of a kind says; undefined where there is none. */
export const openReading = async (
  { db }: TenantTransaction,
  where: { readonly connectionId: string; readonly object: string },
  kind: ReadingKind,
): Promise<Readonly<Record<string, unknown>> | undefined> =>
  (
    await db
      .selectFrom('drift_events')
      .select('detail')
      .where('connection_id', '=', where.connectionId)
      .where('object', '=', where.object)
      .where('kind', '=', kind)
      .where('state', '<>', 'closed')
      .executeTakeFirst()
  )?.detail;

/** A read has come through that had not before: the object's ticket about it is closed by itself. */
export const healReading = async (
  transaction: TenantTransaction,
  where: { readonly connectionId: string; readonly object: string; readonly traceId: string },
  kind: ReadingKind,
): Promise<void> => {
  await closeTicket(transaction, where, [kind], 'healed');
};

/** What the newest ticket of a kind that a person has accepted said; with a digest, of that difference alone. */
export const acceptedReading = async (
  { db }: TenantTransaction,
  where: { readonly connectionId: string; readonly object: string; readonly kind: ReadingKind },
  digest?: string,
): Promise<
  { readonly detail: Readonly<Record<string, unknown>>; readonly closed_at: Date | null } | undefined
> =>
  await db
    .selectFrom('drift_events')
    .select(['detail', 'closed_at'])
    .where('connection_id', '=', where.connectionId)
    .where('object', '=', where.object)
    .where('kind', '=', where.kind)
    .where('outcome', '=', 'accepted')
    .$if(digest !== undefined, (query) => query.where('digest', '=', digest ?? ''))
    .orderBy('closed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
