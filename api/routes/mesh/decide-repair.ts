import type { Json } from '../../../domain/json.ts';
import type { ChangeEdit } from '../../../domain/repair/repair.ts';
import { decideRepair } from '../../../platform/database/repositories/repair-decisions.ts';
import { repairApproveBody, repairDecided, repairRejectBody } from '../../contract/repairs.ts';
import { endpoint } from '../../endpoint.ts';

const replies = { 202: repairDecided } as const;

const location = (repairId: string) => ({ Location: `/api/v1/mesh/repairs/${repairId}` });

export const postApprove = endpoint({
  id: 'approveRepair',
  method: 'post',
  path: '/mesh/repair/approve',
  tag: 'mesh',
  summary: 'Approve a repair, as proposed or only the changes that `edits` names',
  description:
    'The first decision on a repair is the only one. It is applied by the repair workflow: watch the repair, or `repair.*` events.',
  role: 'operator',
  body: repairApproveBody,
  replies,
  handle: async ({ body, caller, transaction, traceId, note }) => {
    const { decisionId } = await decideRepair(transaction, {
      repairId: body.repair_id,
      digest: body.digest,
      verdict: 'approve',
      edits: body.edits as readonly ChangeEdit[] | undefined,
      reason: body.reason,
      decidedBy: caller.userId,
      traceId,
    });
    note({
      subject: { kind: 'repair', id: body.repair_id },
      after: { verdict: 'approve', decision_id: decisionId, edits: (body.edits ?? null) as Json },
    });
    return {
      status: 202,
      headers: location(body.repair_id),
      body: { repair_id: body.repair_id, state: 'approved', decision_id: decisionId },
    };
  },
});

export const postReject = endpoint({
  id: 'rejectRepair',
  method: 'post',
  path: '/mesh/repair/reject',
  tag: 'mesh',
  summary: 'Reject a repair; the ticket then waits for a person, and the same is never applied by itself',
  role: 'operator',
  body: repairRejectBody,
  replies,
  handle: async ({ body, caller, transaction, traceId, note }) => {
    const { decisionId } = await decideRepair(transaction, {
      repairId: body.repair_id,
      digest: body.digest,
      verdict: 'reject',
      reason: body.reason,
      decidedBy: caller.userId,
      traceId,
    });
    note({
      subject: { kind: 'repair', id: body.repair_id },
      after: { verdict: 'reject', decision_id: decisionId },
    });
    return {
      status: 202,
      headers: location(body.repair_id),
      body: { repair_id: body.repair_id, state: 'rejected', decision_id: decisionId },
    };
  },
});
