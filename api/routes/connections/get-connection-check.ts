import { liveTasks } from '../../../platform/database/repositories/task-reports.ts';
import { connectionCheck, connectionParams } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { reportOf } from './connection-view.ts';
import { existingConnection } from './existing-connection.ts';

export const getCheck = endpoint({
  id: 'getConnectionCheck',
  method: 'get',
  path: '/connections/:connection_id/check',
  tag: 'connections',
  summary: 'The report of the last test, and whether one is running',
  role: 'viewer',
  params: connectionParams,
  replies: { 200: connectionCheck },
  handle: async ({ params, transaction }) => {
    const row = await existingConnection(transaction, params.connection_id);
    const live = await liveTasks(transaction, { kind: 'connection', id: row.connection_id });
    return {
      status: 200,
      body: {
        status: row.status,
        status_reason: row.status_reason,
        checked_at: row.checked_at?.toISOString() ?? null,
        report: reportOf(row),
        task_id: live.find(({ kind }) => kind === 'check')?.task_id ?? null,
      },
    };
  },
});
