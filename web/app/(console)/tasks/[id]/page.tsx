import type { Metadata } from 'next';
import { TaskPage } from '../../../../features/tasks/task-page';

export const metadata: Metadata = { title: 'Task' };

export default function Page() {
  return <TaskPage />;
}
