import { Fault } from '../../../domain/faults.ts';
import { findHeld } from '../../../platform/database/repositories/quarantine.ts';
import { quarantineParams, quarantinedRecordDetail } from '../../contract/quarantine.ts';
import { endpoint } from '../../endpoint.ts';
import { heldView } from './held-view.ts';

export const getQuarantined = endpoint({
  id: 'getQuarantined',
  method: 'get',
  path: '/quarantine/:quarantine_id',
  tag: 'quarantine',
  summary: 'A held record with what was read',
  role: 'viewer',
  params: quarantineParams,
  replies: { 200: quarantinedRecordDetail },
  handle: async ({ params, transaction }) => {
    const row = await findHeld(transaction, params.quarantine_id);
    if (row === undefined) throw new Fault('not_found', `Nothing is held as ${params.quarantine_id}`);
    const { raw_seq, raw_text, stored } = row;
    return { status: 200, body: { ...heldView(row), raw_seq, raw: stored, raw_text } };
  },
});
