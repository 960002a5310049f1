import { Fault } from '../../../domain/faults.ts';
import { meaningNotes } from '../../../domain/profile/meaning.ts';
import { isRepairable } from '../../../domain/repair/repairable.ts';
import { readingNotes } from '../../../domain/schema/reading-kinds.ts';
import { findDrift } from '../../../platform/database/repositories/object-schemas.ts';
import { listPolicies } from '../../../platform/database/repositories/repair-policies.ts';
import { currentRepair } from '../../../platform/database/repositories/repairs.ts';
import { driftEventDetail, driftParams } from '../../contract/drift.ts';
import { endpoint } from '../../endpoint.ts';
import { fieldPolicies, settlingView } from './drift-settling.ts';
import { changeView, driftView } from './drift-view.ts';

export const getDriftEvent = endpoint({
  id: 'getDrift',
  method: 'get',
  path: '/mesh/drift/:drift_event_id',
  tag: 'mesh',
  summary:
    'A drift ticket with the changes it is about, the policy that holds and the repair that answers it',
  role: 'viewer',
  params: driftParams,
  replies: { 200: driftEventDetail },
  handle: async ({ params, transaction }) => {
    const found = await findDrift(transaction, params.drift_event_id);
    if (found === undefined)
      throw new Fault('not_found', `There is no drift ticket ${params.drift_event_id}`);
    const { ticket, changes } = found;
    const policies = await listPolicies(transaction, ticket.connection_id);
    const repair = await currentRepair(transaction, ticket);
    return {
      status: 200,
      body: {
        ...driftView(ticket),
        ...settlingView(ticket, policies, repair),
        field_policies: fieldPolicies(ticket, policies),
        detail: ticket.detail,
        proposable: ticket.state === 'manual' && isRepairable(ticket.kind),
        notes: readingNotes(ticket.kind, ticket.detail).concat(meaningNotes(ticket.detail)),
        changes: changes.map(changeView),
      },
    };
  },
});
