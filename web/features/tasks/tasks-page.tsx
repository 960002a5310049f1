'use client';

import { ListChecks } from 'lucide-react';
import Link from 'next/link';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useNow } from '../../lib/use-now';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { countWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { MoreRows } from '../../ui/more-rows';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { isLive, taskStates, TaskStateBadge, taskStateWord } from './task-state';
import { TaskSubject } from './task-subject';
import { taskDuration, taskKinds, taskKindWord } from './task-words';

type Task = Schemas['Task'];

const Duration = ({ task }: { readonly task: Task }) => {
  const now = useNow();
  return <span className="numeric">{taskDuration(task, now)}</span>;
};

export const taskColumns: readonly Column<Task>[] = [
  {
    name: 'Task',
    cell: (task) => (
      <Link
        href={`/tasks/${task.task_id}`}
        className="text-brand underline-offset-4 hover:underline max-md:inline-flex max-md:min-h-11 max-md:items-center max-md:gap-2"
      >
        {taskKindWord(task.kind)} <span className="font-normal text-muted">{task.task_id.slice(0, 8)}</span>
      </Link>
    ),
  },
  {
    name: 'Subject',
    cell: ({ subject }) => <TaskSubject subject={subject} />,
  },
  {
    name: 'State',
    cell: (task) => (
      <span className="inline-flex items-center gap-2">
        <TaskStateBadge task={task} />
        {task.queue_position !== null && (
          <span className="text-xs text-muted">no. {task.queue_position}</span>
        )}
      </span>
    ),
  },
  {
    name: 'Rows',
    numeric: true,
    cell: ({ progress }) => (progress.rows === undefined ? '–' : countWords(progress.rows)),
  },
  { name: 'Time', numeric: true, cell: (task) => <Duration task={task} /> },
  { name: 'Asked', cell: ({ created_at }) => <RelativeTime at={created_at} /> },
];

export const TasksPage = () => {
  const [params, change] = useUrlState();
  const state = taskStates.find((one) => one === params.get('state'));
  const kind = taskKinds.find((one) => one === params.get('kind'));
  const pages = usePages(
    ['tasks', { state, kind }],
    (cursor) =>
      answerOf(
        api.GET('/api/v1/tasks', {
          params: {
            query: {
              ...(state === undefined ? {} : { state }),
              ...(kind === undefined ? {} : { kind }),
              ...(cursor === undefined ? {} : { cursor }),
            },
          },
        }),
      ),
    { refetchInterval: 10_000 },
  );
  const live = pages.data?.filter(isLive).length ?? 0;
  const filtered = state !== undefined || kind !== undefined;
  return (
    <>
      <PageHeader
        title="Tasks"
        note={
          pages.data === undefined
            ? 'Everything that takes time.'
            : `Everything that takes time; ${live === 0 ? 'none of those shown is' : live === 1 ? '1 of those shown is' : `${String(live)} of those shown are`} under way.`
        }
      />
      <div className="mb-4 flex flex-wrap gap-3">
        <FilterSelect
          label="State"
          value={state ?? ''}
          options={taskStates.map((one) => [one, taskStateWord(one)])}
          onChange={(value) => {
            change({ state: value });
          }}
        />
        <FilterSelect
          label="Kind"
          value={kind ?? ''}
          options={taskKinds.map((one) => [one, taskKindWord(one)])}
          onChange={(value) => {
            change({ kind: value });
          }}
        />
      </div>
      <Panel flush>
        <AsyncPanel query={pages}>
          {(rows) =>
            rows.length > 0 ? (
              <DataTable caption="Tasks" columns={taskColumns} rows={rows} keyOf={(row) => row.task_id} />
            ) : (
              <Empty
                icon={ListChecks}
                title={filtered ? 'No task matches' : 'No task yet'}
                {...(filtered
                  ? {
                      action: (
                        <Button
                          onClick={() => {
                            change({ state: '', kind: '' });
                          }}
                        >
                          Clear the filters
                        </Button>
                      ),
                    }
                  : {})}
              >
                {filtered
                  ? undefined
                  : 'Test or ingest a connection: each job shows here with its progress and its trail.'}
              </Empty>
            )
          }
        </AsyncPanel>
        <MoreRows pages={pages} />
      </Panel>
    </>
  );
};
