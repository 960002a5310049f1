import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import type { ChangeEdit, RepairedMapping, RepairUndo } from '../../../domain/repair/repair.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { addToOutbox } from './outbox.ts';
import { rememberDecision } from './remember-decision.ts';
import { acceptedMappings, checkEdits, digestOf, refuseUndo } from './repair-documents.ts';
import { addRepair, changeRepair, findTicket, lockLiveRepair, lockRepair, moveRepair } from './repairs.ts';
import type { DriftEvent, Repair } from './repairs.ts';
import { shapesOf } from './source-shapes.ts';

export type RepairDecision = Selectable<Tables['repair_decisions']>;

export interface NewDecision {
  readonly repairId: string;
  /** The digest that the decider saw. */
  readonly digest: string;
  readonly verdict: 'approve' | 'reject';
  /** With `approve`: these changes alone, with other sources where given. Left out: as proposed. */
  readonly edits?: readonly ChangeEdit[] | undefined;
  readonly reason?: string | undefined;
  /** User id, or `policy`. */
  readonly decidedBy: string;
  readonly traceId: string;
}

/**
 * Decides a repair: decision row, the repair's state and the outbox row in the caller's transaction. Of several deciders one
 * wins. Throws `not_found`; `conflict` where the repair is decided or ended already, or the digest is stale because the
 * source or the proposal has changed since it was read; `mapping_invalid` or `validation_failed` for edits that make no mapping.
 */
export const decideRepair = async (
  transaction: TenantTransaction,
  decision: NewDecision,
): Promise<{ readonly decisionId: string }> => {
  const repair = await lockRepair(transaction, decision.repairId);
  await refuseStale(transaction, repair, decision);
  if (decision.edits !== undefined) await checkEdits(transaction, repair, decision.edits);
  const decisionId = randomUUID();
  await transaction.db
    .insertInto('repair_decisions')
    .values({
      tenant_id: transaction.tenantId,
      decision_id: decisionId,
      repair_id: repair.repair_id,
      verdict: decision.verdict,
      edits: decision.edits === undefined ? null : JSON.stringify(decision.edits),
      digest: decision.digest,
      reason: decision.reason ?? null,
      decided_by: decision.decidedBy,
      trace_id: decision.traceId,
    })
    .execute();
  await addToOutbox(transaction, 'decide_repair', {
    drift_event_id: repair.drift_event_id,
    decision_id: decisionId,
  });
  await moveRepair(transaction, repair.repair_id, decision.verdict === 'approve' ? 'approved' : 'rejected');
  await rememberDecision(transaction, repair, decision);
  return { decisionId };
};

/** Throws `conflict` for a repair that is decided or ended, or that has changed since its digest was read. */
export const refuseStale = async (
  transaction: TenantTransaction,
  repair: Repair,
  { digest }: Pick<NewDecision, 'digest'>,
): Promise<void> => {
  if (repair.state !== 'proposed' || repair.superseded)
    throw new Fault('conflict', `The repair is ${repair.state} already; read it again`);
  const ticket = await findTicket(transaction, repair.drift_event_id);
  if (repair.digest !== digest || ticket?.digest !== repair.ticket_digest || ticket.state === 'closed')
    throw new Fault('conflict', 'The source or the proposal has changed since you read it; read it again');
};

/** The decision on a repair, or undefined. */
export const decisionOn = async (
  { db }: TenantTransaction,
  repairId: string,
): Promise<RepairDecision | undefined> =>
  await db.selectFrom('repair_decisions').selectAll().where('repair_id', '=', repairId).executeTakeFirst();

export interface Acceptance {
  readonly driftEventId: string;
  /** The ticket's digest that the person saw. */
  readonly digest: string;
  readonly reason?: string | undefined;
  readonly decidedBy: string;
  readonly traceId: string;
}

/**
 * Accepts what a ticket says: rules that read a lost path are dropped by new versions (mappings of a removed object are
 * switched off), the baseline moves, the ticket closes as `accepted`. It is a repair by the person, decided at once; a
 * proposal that still waits ends. Throws `not_found`, `conflict` for a stale digest or while a repair is being applied,
 * `mapping_invalid` where a required field would be dropped.
 */
export const acceptTicket = async (
  transaction: TenantTransaction,
  acceptance: Acceptance,
): Promise<{ readonly repairId: string; readonly decisionId: string }> => {
  const ticket = await findTicket(transaction, acceptance.driftEventId);
  if (ticket === undefined)
    throw new Fault('not_found', `There is no drift event ${acceptance.driftEventId}`);
  if (ticket.digest !== acceptance.digest || ticket.state === 'closed')
    throw new Fault('conflict', 'The source has changed since you read the ticket; read it again');
  return await decideByHand(transaction, ticket, acceptance, await acceptedMappings(transaction, ticket));
};

/** What a person wants of a ticket's mappings, as a repair by that person, decided at once; a proposal that waits ends. */
export const decideByHand = async (
  transaction: TenantTransaction,
  ticket: DriftEvent,
  acceptance: Omit<Acceptance, 'driftEventId'>,
  { mappings, stream }: { readonly mappings: readonly RepairedMapping[]; readonly stream: string | null },
): Promise<{ readonly repairId: string; readonly decisionId: string }> => {
  await endProposal(transaction, ticket.drift_event_id);
  const shapes = await shapesOf(transaction, ticket.connection_id, ticket.object);
  const repairId = await addRepair(transaction, {
    drift_event_id: ticket.drift_event_id,
    connection_id: ticket.connection_id,
    object: ticket.object,
    stream,
    ticket_digest: ticket.digest,
    digest: digestOf(ticket.digest, mappings),
    band: 'manual',
    confidence: 1,
    author: 'human',
    mappings: JSON.stringify(mappings),
    from_schema_version: shapes?.baselineVersion ?? null,
    to_schema_version: shapes?.currentVersion ?? null,
    trace_id: acceptance.traceId,
  });
  if (repairId === undefined)
    throw new Fault('conflict', 'The ticket was proposed for or accepted at this very moment; read it again');
  const { decisionId } = await decideRepair(transaction, {
    ...acceptance,
    repairId,
    digest: digestOf(ticket.digest, mappings),
    verdict: 'approve',
  });
  return { repairId, decisionId };
};

/** A proposal that still waits ends; one that is decided is brought to its end first. */
const endProposal = async (transaction: TenantTransaction, driftEventId: string): Promise<void> => {
  const live = await lockLiveRepair(transaction, driftEventId);
  if (live === undefined) return;
  if (live.state !== 'proposed')
    throw new Fault('conflict', 'A repair of this ticket is being applied; wait until it has ended');
  await moveRepair(transaction, live.repair_id, 'withdrawn', {
    superseded: true,
    reasons: JSON.stringify([...live.reasons, 'a person settled the ticket otherwise']),
  });
};

/**
 * Asks for a repair's undo. Throws `not_found`, `conflict` unless it is applied, where a later version has touched its
 * changes, or where another ticket is open for the object.
 */
export const requestUndo = async (
  transaction: TenantTransaction,
  request: {
    readonly repairId: string;
    readonly reason?: string | undefined;
    readonly requestedBy: string;
    readonly now: Date;
  },
): Promise<void> => {
  const repair = await lockRepair(transaction, request.repairId);
  if (repair.state !== 'applied')
    throw new Fault('conflict', `The repair is ${repair.state}; only an applied one can be undone`);
  if (repair.undo !== null && repair.undo.state !== 'failed')
    throw new Fault('conflict', 'The repair is being undone already');
  await refuseUndo(transaction, repair);
  await changeRepair(transaction, repair.repair_id, {
    undo: JSON.stringify({
      state: 'requested',
      requested_by: request.requestedBy,
      reason: request.reason ?? null,
      requested_at: request.now.toISOString(),
      versions: {},
      replay_task_id: null,
      failure: null,
    } satisfies RepairUndo),
  });
  await rememberDecision(transaction, repair, { verdict: 'undo', decidedBy: request.requestedBy });
  await addToOutbox(transaction, 'undo_repair', { repair_id: repair.repair_id });
};
