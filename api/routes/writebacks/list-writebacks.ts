import { listWritebacks } from '../../../platform/database/repositories/writeback-rows.ts';
import type { ListedWriteback } from '../../../platform/database/repositories/writeback-rows.ts';
import { writebackPage, writebacksQuery } from '../../contract/writebacks.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';
import { writebackView } from './writeback-view.ts';

export const getWritebacks = endpoint({
  id: 'listWritebacks',
  method: 'get',
  path: '/writebacks',
  tag: 'agents',
  summary: 'Changes that agents want to make in sources, newest first',
  role: 'viewer',
  query: writebacksQuery,
  replies: { 200: writebackPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { state, agent, connection_id: connectionId, insight_id: insightId } = query;
    const { rows, page } = await paginate(cursors, {
      name: 'writebacks',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedWriteback) => [row.position, row.writeback_id],
      fetch: (after, limit) =>
        listWritebacks(transaction, { state, agent, connectionId, insightId }, limit, timePosition(after)),
    });
    return { status: 200, body: { data: rows.map(writebackView), page } };
  },
});
