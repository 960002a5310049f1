import type { Metadata } from 'next';
import { TasksPage } from '../../../features/tasks/tasks-page';
import { taskFilter, tasksRequest } from '../../../features/tasks/task-list';
import { AskedAhead } from '../../asked-ahead';
import type { PageWithAddress } from '../../asked-ahead';

export const metadata: Metadata = { title: 'Tasks' };

export default function Page({ searchParams }: PageWithAddress) {
  return (
    <>
      <AskedAhead search={searchParams} request={(params) => tasksRequest(taskFilter(params))} />
      <TasksPage />
    </>
  );
}
