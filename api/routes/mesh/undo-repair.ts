import { requestUndo } from '../../../platform/database/repositories/repair-decisions.ts';
import { repairDecided, repairUndoBody } from '../../contract/repairs.ts';
import { endpoint } from '../../endpoint.ts';

export const postUndo = endpoint({
  id: 'undoRepair',
  method: 'post',
  path: '/mesh/repair/undo',
  tag: 'mesh',
  summary: 'Take an applied repair back: new mapping versions without its changes, and a replay',
  description: 'Refused where a later version has touched what the repair changed. The ticket opens again.',
  role: 'operator',
  body: repairUndoBody,
  replies: { 202: repairDecided },
  handle: async ({ body, caller, transaction, note }) => {
    const { repair_id: repairId, reason } = body;
    await requestUndo(transaction, { repairId, reason, requestedBy: caller.userId, now: new Date() });
    note({ subject: { kind: 'repair', id: repairId }, after: { undo: 'requested' } });
    return {
      status: 202,
      headers: { Location: `/api/v1/mesh/repairs/${repairId}` },
      body: { repair_id: repairId, state: 'applied', decision_id: null },
    };
  },
});
