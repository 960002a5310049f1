'use client';

import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../lib/api-client';
import { useNow } from '../../lib/use-now';
import { countWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Link } from '../../ui/link';
import { Progress } from '../../ui/progress';
import { LedgerTable } from './ledger-table';
import { isLive, TaskStateBadge } from './task-state';
import { taskQuery } from './task-queries';
import { taskDuration } from './task-words';

/** A task followed where it was started: state, numbers, then its ledgers. */
export const TaskProgress = ({ id }: { readonly id: string }) => {
  const task = useQuery(taskQuery(id));
  return (
    <AsyncPanel query={task} rows={2}>
      {(data) => (
        <div className="flex flex-col gap-4">
          <ProgressNumbers task={data} />
          <LedgerTable ledgers={data.ledgers} />
          <p className="text-sm">
            <Link href={`/tasks/${id}`} className="text-brand underline underline-offset-4">
              Open the task
            </Link>
          </p>
        </div>
      )}
    </AsyncPanel>
  );
};

/** What is being read and how far it is; a source says nothing about how much is left, so no percentage is made up. */
export const ProgressNumbers = ({ task }: { readonly task: Schemas['TaskDetail'] }) => {
  const now = useNow();
  const rows = task.totals?.read ?? task.progress.rows;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 text-sm">
        <TaskStateBadge task={task} />
        {task.queue_position !== null && <span>Number {task.queue_position} in the queue</span>}
        <span>
          <span className="text-muted">Rows read </span>
          <strong data-testid="rows-read" className="numeric">
            {rows === undefined ? '–' : countWords(rows)}
          </strong>
        </span>
        {task.totals !== null && (
          <span>
            <span className="text-muted">Events </span>
            <strong className="numeric">{countWords(task.totals.events)}</strong>
          </span>
        )}
        {isLive(task) && task.progress.stream !== undefined && (
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <span className="text-muted">Reading </span>
            {task.progress.stream}
          </span>
        )}
        <span>
          <span className="text-muted">Time </span>
          <span className="numeric">{taskDuration(task, now)}</span>
        </span>
      </div>
      {task.state === 'in_progress' && <Progress label="Progress of the task" paused={task.paused} />}
    </div>
  );
};
