import { listHeld } from '../../../platform/database/repositories/quarantine.ts';
import type { ListedHeld } from '../../../platform/database/repositories/quarantine.ts';
import { quarantinePage, quarantineQuery } from '../../contract/quarantine.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';
import { heldView } from './held-view.ts';

export const getQuarantine = endpoint({
  id: 'listQuarantine',
  method: 'get',
  path: '/quarantine',
  tag: 'quarantine',
  summary: 'Records that are held, with their reasons, the latest seen first',
  role: 'viewer',
  query: quarantineQuery,
  replies: { 200: quarantinePage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { state, entity, stream, connection_id: connectionId } = query;
    const { rows, page } = await paginate(cursors, {
      name: 'quarantine',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedHeld) => [row.position_text, row.quarantine_id],
      fetch: (after, limit) =>
        listHeld(transaction, { state, entity, stream, connectionId }, limit, timePosition(after)),
    });
    return { status: 200, body: { data: rows.map(heldView), page } };
  },
});
