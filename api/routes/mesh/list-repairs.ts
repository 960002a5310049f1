import { listRepairs } from '../../../platform/database/repositories/repairs.ts';
import type { ListedRepair } from '../../../platform/database/repositories/repairs.ts';
import { repairPage, repairsQuery } from '../../contract/repairs.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';
import { listedRepairView } from './repair-view.ts';

export const getRepairs = endpoint({
  id: 'listRepairs',
  method: 'get',
  path: '/mesh/repairs',
  tag: 'mesh',
  summary: 'Repairs that were proposed for drift tickets, newest first',
  role: 'viewer',
  query: repairsQuery,
  replies: { 200: repairPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { state, band, connection_id: connectionId, drift_event_id: driftEventId } = query;
    const { rows, page } = await paginate(cursors, {
      name: 'repairs',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedRepair) => [row.position, row.repair_id],
      fetch: (after, limit) =>
        listRepairs(transaction, { state, band, connectionId, driftEventId }, limit, timePosition(after)),
    });
    return { status: 200, body: { data: rows.map(listedRepairView), page } };
  },
});
