import type { Updateable } from 'kysely';
import { sql } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import { aboutTicket } from '../../../domain/notifications.ts';
import { driftMoves } from '../../../domain/states/drift.ts';
import type { DriftOutcome, DriftState } from '../../../domain/states/drift.ts';
import { mayMove } from '../../../domain/states/moves.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { appendEvent } from './event-log.ts';
import { notify } from './notifications.ts';
import { lockTicket } from './repairs.ts';
import type { DriftEvent } from './repairs.ts';

type TicketChange = Pick<Updateable<Tables['drift_events']>, 'lost' | 'detail'> & {
  readonly digest?: string;
};

/**
 * Moves a ticket, with its event; `closed` needs its outcome. A move to the state it is in only writes the rest. `because`, half
 * a sentence: people are told that the ticket is left to them.
 */
export const moveTicket = async (
  transaction: TenantTransaction,
  driftEventId: string,
  to: DriftState,
  {
    traceId,
    outcome,
    because,
    ...change
  }: TicketChange & {
    readonly traceId: string;
    readonly outcome?: DriftOutcome;
    readonly because?: string | undefined;
  },
): Promise<void> => {
  const ticket = await lockTicket(transaction, driftEventId);
  if (ticket.state !== to && !mayMove(driftMoves, ticket.state, to))
    throw new Fault('conflict', `The drift event is ${ticket.state}, so it cannot be ${to}; read it again`);
  await transaction.db
    .updateTable('drift_events')
    .set({
      ...change,
      state: to,
      outcome: outcome ?? null,
      closed_at: to === 'closed' ? sql<Date>`now()` : null,
      updated_at: sql<Date>`now()`,
    })
    .where('drift_event_id', '=', driftEventId)
    .execute();
  if (because !== undefined)
    await notify(transaction, aboutTicket({ ...ticket, digest: change.digest ?? ticket.digest }, because));
  if (ticket.state !== to || because !== undefined) await tell(transaction, ticket, traceId, outcome);
};

const tell = async (
  transaction: TenantTransaction,
  { drift_event_id: id, connection_id, object, kind, severity }: DriftEvent,
  traceId: string,
  outcome: DriftOutcome | undefined,
): Promise<void> => {
  const about = outcome === undefined ? { kind, severity } : { outcome };
  await appendEvent(transaction, {
    type: outcome === undefined ? 'drift.updated' : 'drift.closed',
    traceId,
    subject: { kind: 'drift_event', id },
    data: { connection_id, object, ...about },
  });
};
