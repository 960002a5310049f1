import { findRun, latestRuns } from '../../../platform/database/repositories/agent-runs.ts';
import { listInsights } from '../../../platform/database/repositories/insight-rows.ts';
import type { ListedInsight } from '../../../platform/database/repositories/insight-rows.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { insightPage, insightsQuery } from '../../contract/agents.ts';
import { endpoint } from '../../endpoint.ts';
import type { Position } from '../../gateway/cursors.ts';
import { paginate } from '../../gateway/paginate.ts';
import { insightView } from './insight-view.ts';

/** A page is of the runs that the first page was of, whatever has run since. */
const runsOf = async (
  transaction: TenantTransaction,
  runId: string | undefined,
  after: Position | undefined,
): Promise<readonly string[]> => {
  if (after !== undefined) return String(after[0]).split(',');
  if (runId === undefined) return [...(await latestRuns(transaction)).values()].map(({ run_id }) => run_id);
  return (await findRun(transaction, runId)) === undefined ? [] : [runId];
};

export const getInsights = endpoint({
  id: 'listInsights',
  method: 'get',
  path: '/insights',
  tag: 'agents',
  summary: 'What the agents found in their newest runs, in their order',
  role: 'viewer',
  query: insightsQuery,
  replies: { 200: insightPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    let runIds: readonly string[] = [];
    const { rows, page } = await paginate(cursors, {
      name: 'insights',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedInsight) => [runIds.join(','), runIds.indexOf(row.run_id), row.position],
      fetch: async (after, limit) => {
        runIds = await runsOf(transaction, query.run_id, after);
        return await listInsights(transaction, runIds, query, {
          limit,
          after: after === undefined ? undefined : [Number(after[1]), Number(after[2])],
        });
      },
    });
    const data = rows.map((row) => ({
      ...insightView(row),
      run_id: row.run_id,
      generation: row.generation,
    }));
    return { status: 200, body: { data, page } };
  },
});
