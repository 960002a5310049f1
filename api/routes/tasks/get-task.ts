import { Fault } from '../../../domain/faults.ts';
import { findTask } from '../../../platform/database/repositories/task-reports.ts';
import { taskDetail, taskParams } from '../../contract/tasks.ts';
import { endpoint } from '../../endpoint.ts';
import { taskDetailView } from './task-view.ts';

export const getTask = endpoint({
  id: 'getTask',
  method: 'get',
  path: '/tasks/:task_id',
  tag: 'tasks',
  summary: 'A task with its progress, ledgers, failures and trail',
  role: 'viewer',
  params: taskParams,
  replies: { 200: taskDetail },
  handle: async ({ params, transaction }, { config }) => {
    const task = await findTask(transaction, params.task_id);
    if (task === undefined) throw new Fault('not_found', `There is no task ${params.task_id}`);
    return { status: 200, body: await taskDetailView(transaction, task, config) };
  },
});
