'use client';

import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { late } from '../../lib/late';
import { useMay } from '../../lib/session/session-provider';
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
import { Checkbox } from '../../ui/input';
import { Link } from '../../ui/link';
import { MoreRows } from '../../ui/more-rows';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { ConnectionFilter } from '../connections/connection-filter';
import { taskFilter, tasksRequest } from './task-list';
import { isLive, taskStates, TaskStateBadge, taskStateWord } from './task-state';
import { TaskSubject } from './task-subject';
import { taskDuration, taskKinds, taskKindWord } from './task-words';

const TaskBulk = late(() => import('./task-bulk').then((module) => module.TaskBulk));

type Task = Schemas['Task'];

const Duration = ({ task }: { readonly task: Task }) => {
  const now = useNow();
  return <span className="numeric">{taskDuration(task, now)}</span>;
};

interface Ticking {
  readonly ticked: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}

const columnsOf = (ticking: Ticking | undefined): readonly Column<Task>[] => [
  {
    name: 'Task',
    cell: (task) => (
      <span className="inline-flex items-center gap-3">
        {ticking !== undefined && (
          <Checkbox
            checked={ticking.ticked.has(task.task_id)}
            aria-label={`Tick ${taskKindWord(task.kind)} ${task.task_id.slice(0, 8)}`}
            onChange={() => {
              ticking.toggle(task.task_id);
            }}
          />
        )}
        <Link
          href={`/tasks/${task.task_id}`}
          className="text-brand underline-offset-4 hover:underline max-md:inline-flex max-md:min-h-11 max-md:items-center max-md:gap-2"
        >
          {taskKindWord(task.kind)} <span className="font-normal text-muted">{task.task_id.slice(0, 8)}</span>
        </Link>
      </span>
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
  const filter = taskFilter(params);
  const { state, kind, connection } = filter;
  const mayAct = useMay('operator');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const pages = usePages(['tasks', filter], (cursor) => answerOf(api.GET(...tasksRequest(filter, cursor))), {
    refetchInterval: 10_000,
  });
  const live = pages.data?.filter(isLive).length ?? 0;
  const filtered = state !== undefined || kind !== undefined || connection !== '';
  const picked = pages.data?.filter(({ task_id }) => ticked.has(task_id)) ?? [];
  const columns = columnsOf(
    mayAct
      ? {
          ticked,
          toggle: (id) => {
            setTicked((before) =>
              before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
            );
          },
        }
      : undefined,
  );
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
      <div className="mb-4 grid grid-cols-2 gap-3 sm:flex sm:flex-wrap">
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
        <ConnectionFilter
          value={connection}
          onChange={(value) => {
            change({ connection: value });
          }}
        />
      </div>
      <Panel flush>
        {picked.length > 0 && (
          <TaskBulk
            picked={picked}
            onAll={() => {
              setTicked(new Set(pages.data?.map(({ task_id }) => task_id)));
            }}
            onNone={() => {
              setTicked(new Set());
            }}
          />
        )}
        <AsyncPanel query={pages}>
          {(rows) =>
            rows.length > 0 ? (
              <DataTable caption="Tasks" columns={columns} rows={rows} keyOf={(row) => row.task_id} />
            ) : (
              <Empty
                icon={ListChecks}
                title={filtered ? 'No task matches' : 'No task yet'}
                {...(filtered
                  ? {
                      action: (
                        <Button
                          onClick={() => {
                            change({ state: '', kind: '', connection: '' });
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
