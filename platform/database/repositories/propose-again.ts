import { sql } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import { isRepairable } from '../../../domain/repair/repairable.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { appendEvent } from './event-log.ts';
import { addToOutbox } from './outbox.ts';
import { changeRepair, currentRepair, lockLiveRepair, lockTicket, moveRepair } from './repairs.ts';
import type { DriftEvent } from './repairs.ts';

export interface ProposeAgain {
  readonly driftEventId: string;
  /** The ticket's digest that the person saw. */
  readonly digest: string;
  readonly traceId: string;
}

/**
 * Opens a ticket again that was left to people, so that a repair is proposed once more: the former one was rejected, has
 * expired or failed, was undone, or answered only a part. Throws `not_found`; `conflict` for a stale digest, a ticket that is
 * not left to people, and one that no change of a mapping can answer.
 */
export const proposeAgain = async (
  transaction: TenantTransaction,
  { driftEventId, digest, traceId }: ProposeAgain,
): Promise<void> => {
  const ticket = await lockTicket(transaction, driftEventId);
  refuse(ticket, digest);
  await endFormer(transaction, ticket);
  await transaction.db
    .updateTable('drift_events')
    .set({ state: 'open', updated_at: sql<Date>`now()` })
    .where('drift_event_id', '=', driftEventId)
    .execute();
  await addToOutbox(transaction, 'repair_ticket', { drift_event_id: driftEventId, news: 'changed' });
  const { connection_id, object, kind, severity } = ticket;
  await appendEvent(transaction, {
    type: 'drift.updated',
    traceId,
    subject: { kind: 'drift_event', id: driftEventId },
    data: { connection_id, object, kind, severity },
  });
};

const refuse = (ticket: DriftEvent, digest: string): void => {
  if (ticket.digest !== digest)
    throw new Fault('conflict', 'The source has changed since you read the ticket; read it again');
  if (ticket.state !== 'manual')
    throw new Fault(
      'conflict',
      `The drift event is ${ticket.state}; only one that is left to people is proposed for again`,
    );
  if (!isRepairable(ticket.kind))
    throw new Fault(
      'conflict',
      'No change of a mapping can answer this drift event; mend the source, or accept it',
    );
};

/** What was proposed before is no answer any more, whatever became of it. */
const endFormer = async (transaction: TenantTransaction, ticket: DriftEvent): Promise<void> => {
  const live = await lockLiveRepair(transaction, ticket.drift_event_id);
  if (live?.state === 'proposed')
    await moveRepair(transaction, live.repair_id, 'withdrawn', {
      superseded: true,
      reasons: JSON.stringify([...live.reasons, 'a person asked for another proposal']),
    });
  else if (live !== undefined)
    throw new Fault('conflict', 'A repair of this ticket is being applied; wait until it has ended');
  const former = await currentRepair(transaction, ticket);
  if (former?.undo?.state === 'requested' || former?.undo?.state === 'switched')
    throw new Fault('conflict', 'A repair of this ticket is being undone; wait until that has ended');
  if (former !== undefined) await changeRepair(transaction, former.repair_id, { superseded: true });
};
