import { ledgersOf, listTasks } from '../../../platform/database/repositories/task-reports.ts';
import type { ListedTask } from '../../../platform/database/repositories/task-reports.ts';
import { connectionListQuery, connectionParams, runPage } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { ledgerView } from '../tasks/ledger-view.ts';
import { outcomeOf } from '../tasks/task-outcome.ts';
import { timePosition } from '../time-position.ts';
import { existingConnection } from './existing-connection.ts';

export const getRuns = endpoint({
  id: 'listRuns',
  method: 'get',
  path: '/connections/:connection_id/runs',
  tag: 'connections',
  summary: 'Ingests of a connection with their ledgers, newest first',
  role: 'viewer',
  params: connectionParams,
  query: connectionListQuery,
  replies: { 200: runPage },
  handle: async ({ params, query, caller, transaction }, { cursors }) => {
    const { connection_id: subjectId } = await existingConnection(transaction, params.connection_id);
    const filter = { kind: 'ingest', subjectKind: 'connection', subjectId } as const;
    const { rows, page } = await paginate(cursors, {
      name: `runs ${subjectId}`,
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedTask) => [row.position, row.task_id],
      fetch: (after, limit) => listTasks(transaction, filter, limit, timePosition(after)),
    });
    const ledgers = await ledgersOf(
      transaction,
      rows.map(({ task_id }) => task_id),
    );
    const data = rows.map((row) => ({
      task_id: row.task_id,
      state: row.state,
      paused: row.paused,
      requested_by: row.requested_by,
      created_at: row.created_at.toISOString(),
      started_at: row.started_at?.toISOString() ?? null,
      ended_at: row.ended_at?.toISOString() ?? null,
      failures: outcomeOf(row).failures,
      held: outcomeOf(row).held,
      ledgers: ledgers.filter(({ task_id }) => task_id === row.task_id).map(ledgerView),
    }));
    return { status: 200, body: { data, page } };
  },
});
