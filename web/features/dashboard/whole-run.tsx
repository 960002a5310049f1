'use client';

import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { useNow } from '../../lib/use-now';
import { Link } from '../../ui/link';
import { Progress } from '../../ui/progress';
import { connectionNamesQuery } from '../connections/connection-queries';
import { TaskStateBadge } from '../tasks/task-state';
import { taskDuration, taskKindWord } from '../tasks/task-words';

const wholeRunQuery = () => ({
  queryKey: ['aoa'],
  queryFn: () => answerOf(api.GET('/api/v1/aoa/state')),
});

/** The jobs of the whole run that goes on, as long as it does: its state is the server's, so a reload loses nothing. */
export const WholeRun = () => {
  const now = useNow();
  const state = useQuery({
    ...wholeRunQuery(),
    refetchInterval: ({ state: { data } }) => (data !== undefined && data.running !== null ? 2_000 : false),
  });
  const names = useQuery(connectionNamesQuery());
  const running = state.data?.running ?? null;
  if (running === null) return null;
  const parts = state.data?.jobs.filter(({ kind }) => kind !== 'aoa') ?? [];
  return (
    <section
      aria-label="Whole run"
      className="flex flex-col gap-3 rounded-xl border border-line bg-raised/50 p-4"
    >
      <p className="flex flex-wrap items-center justify-between gap-2 text-sm">
        <span className="font-medium">Reading, connecting, and letting the agents look</span>
        <span className="numeric text-muted">{taskDuration(running, now)}</span>
      </p>
      <Progress label="Progress of the whole run" />
      <ul className="flex flex-col gap-2 text-sm">
        {parts.map(({ task_id, kind, subject, ...task }) => (
          <li key={task_id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <TaskStateBadge task={{ ...task, paused: false }} />
            <Link href={`/tasks/${task_id}`} className="text-brand underline-offset-4 hover:underline">
              {taskKindWord(kind)}{' '}
              {names.data?.find(({ connection_id: id }) => id === subject.id)?.name ?? ''}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};
