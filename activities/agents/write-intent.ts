import type { Json } from '../../domain/json.ts';
import { canonicalJson } from '../../domain/mapping/canonical-json.ts';
import {
  changeWriteback,
  lockWriteback,
  moveWriteback,
} from '../../platform/database/repositories/writeback-rows.ts';
import type { Writeback } from '../../platform/database/repositories/writeback-rows.ts';
import type { WritebackFound, WritebackUndo } from '../../platform/database/tables/agents.ts';
import { appendEvent } from '../../platform/database/repositories/event-log.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';

/** What a workflow does next about a write-back. */
export type WriteBackStep = 'wait' | 'send' | 'read_back' | 'closed';

/** From which value to which: the proposal, or its way back. */
export interface WriteIntent {
  readonly from: Json;
  readonly to: Json;
}

/** What a row is about now. */
export const intentOf = (row: Writeback): WriteIntent =>
  isUndoing(row) ? { from: row.proposed, to: row.seen } : { from: row.seen, to: row.proposed };

/** Whether the value is being taken back. */
const isUndoing = (row: Writeback): boolean =>
  row.state === 'verified' &&
  row.undo !== null &&
  (row.undo.state === 'requested' || row.undo.state === 'writing');

/** The next step of a row. */
export const dueOf = (row: Writeback): WriteBackStep => {
  if (row.state === 'proposed') return 'wait';
  if (row.state === 'approved') return 'send';
  if (row.state === 'writing') return row.sent_at === null ? 'send' : 'read_back';
  if (isUndoing(row)) return row.undo?.sent_at == null ? 'send' : 'read_back';
  return 'closed';
};

/** Equal as JSON; an empty text and nothing are the same to a source that keeps no empty texts. */
export const isSame = (one: Json, other: Json): boolean =>
  canonicalJson(one === '' ? null : one) === canonicalJson(other === '' ? null : other);

const withUndo = (row: Writeback, change: Partial<WritebackUndo>): { undo: string | null } => ({
  undo: row.undo === null ? null : JSON.stringify({ ...row.undo, ...change }),
});

/** Claims the one call that writes; false where it was claimed before. */
export const markSent = async (transaction: TenantTransaction, id: string): Promise<boolean> => {
  const row = await lockWriteback(transaction, id);
  if (dueOf(row) !== 'send') return false;
  const now = new Date().toISOString();
  await changeWriteback(
    transaction,
    id,
    isUndoing(row) ? { ...withUndo(row, { state: 'writing', sent_at: now }), error: null } : { sent_at: now },
  );
  return true;
};

/** The value was read back: the write-back is verified, or undone. */
export const endWrite = async (
  transaction: TenantTransaction,
  id: string,
  found: WritebackFound,
): Promise<void> => {
  const row = await lockWriteback(transaction, id);
  if (dueOf(row) !== 'read_back') return;
  const read = { found: JSON.stringify(found), read_again: null, changed_after: null };
  if (isUndoing(row))
    await moveWriteback(transaction, row, 'undone', {
      ...read,
      ...withUndo(row, { state: 'done', ended_at: new Date().toISOString() }),
    });
  else await moveWriteback(transaction, row, 'verified', { ...read, verified_at: new Date() });
};

/** It was not written, or cannot be seen: the write-back ends so, or stays verified with its undo failed. */
export const failWrite = async (
  transaction: TenantTransaction,
  id: string,
  end: {
    readonly state: 'conflict' | 'failed';
    readonly reason: string;
    readonly found: WritebackFound | null;
  },
): Promise<void> => {
  const row = await lockWriteback(transaction, id);
  if (dueOf(row) === 'closed' || dueOf(row) === 'wait') return;
  if (!isUndoing(row)) {
    await moveWriteback(transaction, row, end.state, {
      reason: end.reason,
      found: end.found === null ? null : JSON.stringify(end.found),
    });
    return;
  }
  const ended = { state: end.state, failure: end.reason, ended_at: new Date().toISOString() };
  await changeWriteback(transaction, id, withUndo(row, ended));
  await appendEvent(transaction, {
    type: 'writeback.undo_failed',
    traceId: row.trace_id,
    subject: { kind: 'writeback', id },
    data: { agent: row.agent, reason: end.reason },
  });
};
