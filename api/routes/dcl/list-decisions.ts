import { listConstraints } from '../../../platform/database/repositories/golden-constraints.ts';
import { decisionPage, decisionsQuery } from '../../contract/dcl.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';

export const getDecisions = endpoint({
  id: 'listGoldenDecisions',
  method: 'get',
  path: '/dcl/decisions',
  tag: 'dcl',
  summary: 'Merges, splits and pins by people, newest first',
  role: 'viewer',
  query: decisionsQuery,
  replies: { 200: decisionPage },
  handle: async ({ query, caller, transaction }, { cursors }) => {
    const { rows, page } = await paginate(cursors, {
      name: 'golden decisions',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: Awaited<ReturnType<typeof listConstraints>>[number]) => [
        row.position,
        row.constraint_id,
      ],
      fetch: (after, limit) => listConstraints(transaction, limit, timePosition(after)),
    });
    const data = rows.map((row) => ({
      decision_id: row.constraint_id,
      entity: row.entity,
      kind: row.kind,
      detail: row.detail,
      reason: row.reason,
      created_by: row.created_by,
      created_at: row.created_at.toISOString(),
      revoked_by: row.revoked_by,
      revoked_at: row.revoked_at?.toISOString() ?? null,
    }));
    return { status: 200, body: { data, page } };
  },
});
