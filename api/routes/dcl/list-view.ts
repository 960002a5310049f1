import { listGolden } from '../../../platform/database/repositories/golden-records.ts';
import type { GoldenRow } from '../../../platform/database/repositories/golden-records.ts';
import { goldenPage, viewParams, viewQuery } from '../../contract/dcl.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { goldenView } from './golden-view.ts';
import { readFilters, readOrder } from './view-filters.ts';

/** A row without a sort value stands behind all that have one; texts of cursors cannot be null. */
const without = 0;

export const getView = endpoint({
  id: 'listGoldenRecords',
  method: 'get',
  path: '/dcl/views/:entity',
  tag: 'dcl',
  summary: 'Golden records of an entity, filtered and sorted by indexed columns',
  role: 'viewer',
  params: viewParams,
  query: viewQuery,
  replies: { 200: goldenPage },
  handle: async ({ params: { entity }, query, caller, transaction }, { cursors }) => {
    const { limit, cursor, sort, ...parameters } = query;
    const filters = readFilters(entity, parameters);
    const order = readOrder(entity, sort);
    const { rows, page } = await paginate(cursors, {
      name: `dcl ${entity} ${JSON.stringify([order, filters])}`,
      tenantId: caller.tenantId,
      query: { limit, cursor },
      positionOf: (row: GoldenRow) => [row.sortValue ?? without, row.id],
      fetch: (after, most) =>
        listGolden(transaction, {
          entity,
          filters,
          ...order,
          limit: most,
          after:
            after === undefined
              ? undefined
              : { value: typeof after[0] === 'string' ? after[0] : null, id: String(after[1]) },
        }),
    });
    return { status: 200, body: { data: rows.map((row) => goldenView(entity, row)), page } };
  },
});
