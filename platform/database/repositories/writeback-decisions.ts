import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import type { WritebackUndo } from '../tables/agents.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { addToOutbox } from './outbox.ts';
import { changeWriteback, lockWriteback, moveWriteback } from './writeback-rows.ts';

export type WritebackDecision = Selectable<Tables['writeback_decisions']>;

export interface NewWritebackDecision {
  readonly writebackId: string;
  /** The digest that the decider saw; left out by the policy, which has just made the proposal. */
  readonly digest?: string | undefined;
  readonly verdict: 'approve' | 'reject';
  readonly reason?: string | undefined;
  /** User id, or `policy`. */
  readonly decidedBy: string;
  readonly traceId: string;
}

/**
 * Decides a write-back: decision row, state and outbox row in the caller's transaction. Of several deciders one wins. Throws
 * `not_found`; `conflict` where it is decided or ended already, or the digest is another one.
 */
export const decideWriteback = async (
  transaction: TenantTransaction,
  decision: NewWritebackDecision,
): Promise<{ readonly decisionId: string }> => {
  const row = await lockWriteback(transaction, decision.writebackId);
  if (row.state !== 'proposed')
    throw new Fault('conflict', `The write-back is ${row.state} already; read it again`);
  if (decision.digest !== undefined && decision.digest !== row.digest)
    throw new Fault('conflict', 'The proposal has changed since you read it; read it again');
  const decisionId = randomUUID();
  await transaction.db
    .insertInto('writeback_decisions')
    .values({
      tenant_id: transaction.tenantId,
      decision_id: decisionId,
      writeback_id: row.writeback_id,
      verdict: decision.verdict,
      digest: row.digest,
      reason: decision.reason ?? null,
      decided_by: decision.decidedBy,
      trace_id: decision.traceId,
    })
    .execute();
  await addToOutbox(transaction, 'decide_writeback', {
    writeback_id: row.writeback_id,
    decision_id: decisionId,
  });
  await moveWriteback(transaction, row, decision.verdict === 'approve' ? 'approved' : 'rejected', {
    ...(decision.verdict === 'reject' ? { reason: decision.reason ?? null } : {}),
  });
  return { decisionId };
};

/** The decision on a write-back, or undefined. */
export const decisionOnWriteback = async (
  { db }: TenantTransaction,
  writebackId: string,
): Promise<WritebackDecision | undefined> =>
  await db
    .selectFrom('writeback_decisions')
    .selectAll()
    .where('writeback_id', '=', writebackId)
    .executeTakeFirst();

/** Asks for a written value to be taken back. Throws `not_found`, `conflict` unless it is verified and not taken back already. */
export const requestWritebackUndo = async (
  transaction: TenantTransaction,
  request: {
    readonly writebackId: string;
    readonly reason?: string | undefined;
    readonly requestedBy: string;
    readonly now: Date;
  },
): Promise<void> => {
  const row = await lockWriteback(transaction, request.writebackId);
  if (row.state !== 'verified')
    throw new Fault('conflict', `The write-back is ${row.state}; only a verified one can be undone`);
  if (row.undo !== null && row.undo.state !== 'failed')
    throw new Fault('conflict', 'The write-back is being undone, or its value has changed since');
  await changeWriteback(transaction, row.writeback_id, {
    undo: JSON.stringify({
      state: 'requested',
      requested_by: request.requestedBy,
      requested_at: request.now.toISOString(),
      reason: request.reason ?? null,
      sent_at: null,
      ended_at: null,
      failure: null,
    } satisfies WritebackUndo),
  });
  await addToOutbox(transaction, 'write_back', { writeback_id: row.writeback_id });
};
