import { acceptTicket } from '../../../platform/database/repositories/repair-decisions.ts';
import { acceptBody, driftAccepted, driftParams } from '../../contract/drift.ts';
import { endpoint } from '../../endpoint.ts';

export const postAccept = endpoint({
  id: 'acceptDrift',
  method: 'post',
  path: '/mesh/drift/:drift_event_id/accept',
  tag: 'mesh',
  summary: 'Accept what a ticket says: mapped fields that are gone are dropped by a new version',
  description: 'Mappings of an object that is gone are switched off; what was read stays.',
  role: 'operator',
  params: driftParams,
  body: acceptBody,
  replies: { 202: driftAccepted },
  handle: async ({ params, body, caller, transaction, traceId, note }) => {
    const driftEventId = params.drift_event_id;
    const { repairId, decisionId } = await acceptTicket(transaction, {
      driftEventId,
      digest: body.digest,
      reason: body.reason,
      decidedBy: caller.userId,
      traceId,
    });
    note({ subject: { kind: 'drift_event', id: driftEventId }, after: { accepted_by: repairId } });
    return {
      status: 202,
      headers: { Location: `/api/v1/mesh/repairs/${repairId}` },
      body: { drift_event_id: driftEventId, repair_id: repairId, decision_id: decisionId },
    };
  },
});
