import {
  decideWriteback,
  requestWritebackUndo,
} from '../../../platform/database/repositories/writeback-decisions.ts';
import {
  writebackApproveBody,
  writebackDecided,
  writebackParams,
  writebackRejectBody,
  writebackUndoBody,
} from '../../contract/writebacks.ts';
import { endpoint } from '../../endpoint.ts';
import type { Call } from '../../endpoint.ts';

const replies = { 202: writebackDecided } as const;
type DecideCall = Omit<Call<typeof writebackParams>, 'body'> & {
  readonly body: { readonly digest: string; readonly reason?: string | undefined };
};
const location = (id: string) => ({ Location: `/api/v1/writebacks/${id}` });

/** What both decisions do; they differ in verdict and in whether a reason must be given. */
const decide =
  (verdict: 'approve' | 'reject') =>
  async ({ params, body, caller, transaction, traceId, note }: DecideCall) => {
    const id = params.writeback_id;
    const { decisionId } = await decideWriteback(transaction, {
      writebackId: id,
      digest: body.digest,
      verdict,
      reason: body.reason,
      decidedBy: caller.userId,
      traceId,
    });
    note({ subject: { kind: 'writeback', id }, after: { verdict, decision_id: decisionId } });
    return {
      status: 202 as const,
      headers: location(id),
      body: {
        writeback_id: id,
        state: verdict === 'approve' ? ('approved' as const) : ('rejected' as const),
        decision_id: decisionId,
      },
    };
  };

export const postWritebackApprove = endpoint({
  id: 'approveWriteback',
  method: 'post',
  path: '/writebacks/:writeback_id/approve',
  tag: 'agents',
  summary: 'Approve a write-back',
  description:
    'The first decision is the only one. The value is written once, if the source still holds the one that was seen, and read back: watch the write-back, or `writeback.*` events.',
  role: 'operator',
  params: writebackParams,
  body: writebackApproveBody,
  replies,
  handle: decide('approve'),
});

export const postWritebackReject = endpoint({
  id: 'rejectWriteback',
  method: 'post',
  path: '/writebacks/:writeback_id/reject',
  tag: 'agents',
  summary: 'Reject a write-back; the same is not proposed again',
  role: 'operator',
  params: writebackParams,
  body: writebackRejectBody,
  replies,
  handle: decide('reject'),
});

export const postWritebackUndo = endpoint({
  id: 'undoWriteback',
  method: 'post',
  path: '/writebacks/:writeback_id/undo',
  tag: 'agents',
  summary: 'Take a written value back: the former one is written, if ours is still there',
  role: 'operator',
  params: writebackParams,
  body: writebackUndoBody,
  replies,
  handle: async ({ params, body, caller, transaction, note }) => {
    const id = params.writeback_id;
    await requestWritebackUndo(transaction, {
      writebackId: id,
      reason: body.reason,
      requestedBy: caller.userId,
      now: new Date(),
    });
    note({ subject: { kind: 'writeback', id }, after: { undo: 'requested' } });
    return {
      status: 202,
      headers: location(id),
      body: { writeback_id: id, state: 'verified', decision_id: null },
    };
  },
});
