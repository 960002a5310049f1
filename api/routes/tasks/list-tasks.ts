import { listTasks } from '../../../platform/database/repositories/task-reports.ts';
import type { ListedTask } from '../../../platform/database/repositories/task-reports.ts';
import { taskPage, tasksQuery } from '../../contract/tasks.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';
import { placesFor, taskView } from './task-view.ts';

export const getTasks = endpoint({
  id: 'listTasks',
  method: 'get',
  path: '/tasks',
  tag: 'tasks',
  summary: 'Tasks of the tenant, newest first',
  role: 'viewer',
  query: tasksQuery,
  replies: { 200: taskPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { state, kind, subject_kind: subjectKind, subject_id: subjectId } = query;
    const { rows, page } = await paginate(cursors, {
      name: 'tasks',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedTask) => [row.position, row.task_id],
      fetch: (after, limit) =>
        listTasks(transaction, { state, kind, subjectKind, subjectId }, limit, timePosition(after)),
    });
    const places = await placesFor(transaction, rows);
    return { status: 200, body: { data: rows.map((row) => taskView(row, places)), page } };
  },
});
