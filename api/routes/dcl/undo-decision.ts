import { appendEvent } from '../../../platform/database/repositories/event-log.ts';
import {
  constraintOf,
  revokeConstraint,
} from '../../../platform/database/repositories/golden-constraints.ts';
import { goldenOf } from '../../../platform/database/repositories/golden-records.ts';
import { decisionMade, decisionParams } from '../../contract/dcl.ts';
import { endpoint } from '../../endpoint.ts';
import { connectFor } from './decide.ts';

/** What it means for golden records that a decision does not hold any more. */
const inverse = { merge: 'golden.split', split: 'golden.merged', pin: 'golden.unpinned' } as const;

export const postDecisionUndo = endpoint({
  id: 'undoGoldenDecision',
  method: 'post',
  path: '/dcl/decisions/:decision_id/undo',
  tag: 'dcl',
  summary: 'Take a merge, split or pin back: the evidence decides again',
  role: 'operator',
  params: decisionParams,
  replies: { 202: decisionMade },
  handle: async (call) => {
    const { params, caller, transaction, traceId, note } = call;
    const revoked = await revokeConstraint(transaction, params.decision_id, caller.userId);
    const constraint = constraintOf(revoked);
    const keys =
      constraint.kind === 'merge'
        ? constraint.records
        : constraint.kind === 'split'
          ? constraint.groups.flat()
          : [constraint.record];
    const members = await goldenOf(transaction, revoked.entity, keys);
    const ids = [...new Set(members.map(({ golden_id }) => golden_id))].sort();
    const task = await connectFor(call);
    note({
      subject: { kind: 'decision', id: params.decision_id },
      before: { kind: revoked.kind },
      after: { revoked: true },
    });
    await appendEvent(transaction, {
      type: inverse[revoked.kind],
      traceId,
      taskId: task.task_id,
      subject: { kind: revoked.entity, id: ids[0] ?? '' },
      data: { by: caller.userId, undoes: params.decision_id, golden_ids: ids },
    });
    return {
      status: 202,
      headers: { Location: `/api/v1/tasks/${task.task_id}` },
      body: { decision_id: params.decision_id, ...task },
    };
  },
});
