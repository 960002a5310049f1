import { Fault } from '../../../domain/faults.ts';
import { proposeAgain } from '../../../platform/database/repositories/propose-again.ts';
import { findDrift } from '../../../platform/database/repositories/object-schemas.ts';
import { listPolicies } from '../../../platform/database/repositories/repair-policies.ts';
import { driftParams, driftProposed, proposeBody } from '../../contract/drift.ts';
import { endpoint } from '../../endpoint.ts';
import { settlingView } from './drift-settling.ts';

export const postPropose = endpoint({
  id: 'proposeDrift',
  method: 'post',
  path: '/mesh/drift/:drift_event_id/propose',
  tag: 'mesh',
  summary: 'Ask for another proposal to a ticket that was left to people',
  description:
    'Its repair was rejected, has expired or failed, was undone, or answered only a part. What people took back is not applied by itself.',
  role: 'operator',
  params: driftParams,
  body: proposeBody,
  replies: { 202: driftProposed },
  handle: async ({ params, body, transaction, traceId, note }) => {
    const driftEventId = params.drift_event_id;
    const found = await findDrift(transaction, driftEventId);
    if (found === undefined) throw new Fault('not_found', `There is no drift ticket ${driftEventId}`);
    const { ticket } = found;
    const policies = await listPolicies(transaction, ticket.connection_id);
    if (settlingView(ticket, policies, undefined).policy.policy === 'ignore')
      throw new Fault('conflict', 'The policy is ignore, so nothing is proposed; set another one first');
    await proposeAgain(transaction, { driftEventId, digest: body.digest, traceId });
    note({ subject: { kind: 'drift_event', id: driftEventId }, after: { state: 'open' } });
    return {
      status: 202,
      headers: { Location: `/api/v1/mesh/drift/${driftEventId}` },
      body: { drift_event_id: driftEventId, state: 'open' },
    };
  },
});
