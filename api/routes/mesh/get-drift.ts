import { Fault } from '../../../domain/faults.ts';
import { findDrift } from '../../../platform/database/repositories/object-schemas.ts';
import { driftEventDetail, driftParams } from '../../contract/drift.ts';
import { endpoint } from '../../endpoint.ts';
import { changeView, driftView } from './drift-view.ts';

export const getDriftEvent = endpoint({
  id: 'getDrift',
  method: 'get',
  path: '/mesh/drift/:drift_event_id',
  tag: 'mesh',
  summary: 'A drift ticket with the changes it is about',
  role: 'viewer',
  params: driftParams,
  replies: { 200: driftEventDetail },
  handle: async ({ params, transaction }) => {
    const found = await findDrift(transaction, params.drift_event_id);
    if (found === undefined)
      throw new Fault('not_found', `There is no drift ticket ${params.drift_event_id}`);
    const { ticket, changes } = found;
    return {
      status: 200,
      body: { ...driftView(ticket), detail: ticket.detail, changes: changes.map(changeView) },
    };
  },
});
