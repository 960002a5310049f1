import { Fault } from '../../../domain/faults.ts';
import { decisionOnWriteback } from '../../../platform/database/repositories/writeback-decisions.ts';
import { findWriteback } from '../../../platform/database/repositories/writeback-rows.ts';
import { writebackDetail, writebackParams } from '../../contract/writebacks.ts';
import { endpoint } from '../../endpoint.ts';
import { writebackDetailView } from './writeback-view.ts';

export const getWriteback = endpoint({
  id: 'getWriteback',
  method: 'get',
  path: '/writebacks/:writeback_id',
  tag: 'agents',
  summary: 'A write-back: what was seen, proposed, decided, sent and read back',
  role: 'viewer',
  params: writebackParams,
  replies: { 200: writebackDetail },
  handle: async ({ params, transaction }) => {
    const row = await findWriteback(transaction, params.writeback_id);
    if (row === undefined) throw new Fault('not_found', `There is no write-back ${params.writeback_id}`);
    const decision = await decisionOnWriteback(transaction, row.writeback_id);
    return { status: 200, body: writebackDetailView(row, decision) };
  },
});
