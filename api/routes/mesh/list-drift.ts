import { listDrift } from '../../../platform/database/repositories/object-schemas.ts';
import type { ListedDrift } from '../../../platform/database/repositories/object-schemas.ts';
import { listPolicies } from '../../../platform/database/repositories/repair-policies.ts';
import { currentRepairs } from '../../../platform/database/repositories/repairs.ts';
import { driftPage, driftQuery } from '../../contract/drift.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';
import { settlingView } from './drift-settling.ts';
import { driftView } from './drift-view.ts';

export const getDriftEvents = endpoint({
  id: 'listDrift',
  method: 'get',
  path: '/mesh/drift',
  tag: 'mesh',
  summary: 'Drift tickets, newest first',
  role: 'viewer',
  query: driftQuery,
  replies: { 200: driftPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { state, severity, connection_id: connectionId } = query;
    const open = query.open === undefined ? undefined : query.open === 'true';
    const { rows, page } = await paginate(cursors, {
      name: 'drift',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedDrift) => [row.position, row.drift_event_id],
      fetch: (after, limit) =>
        listDrift(transaction, { state, open, severity, connectionId }, limit, timePosition(after)),
    });
    const policies = await listPolicies(transaction);
    const repairs = await currentRepairs(
      transaction,
      rows.map(({ drift_event_id }) => drift_event_id),
    );
    const data = rows.map((row) => ({
      ...driftView(row),
      ...settlingView(row, policies, repairs.get(row.drift_event_id)),
    }));
    return { status: 200, body: { data, page } };
  },
});
