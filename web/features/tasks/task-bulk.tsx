'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban, CircleCheck, CircleX, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { ApiProblem } from '../../lib/api-problem';
import { plural } from '../../lib/words';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { isLive, TaskStateBadge } from './task-state';
import { TaskSubject } from './task-subject';
import { taskKindWord } from './task-words';

type Task = Schemas['Task'];
type Verb = 'cancel' | 'retry';

const words = {
  cancel: {
    button: 'Cancel',
    title: (count: number) => `Cancel ${plural(count, 'task')}?`,
    consequence: 'What was written so far stays and is whole. The next run reads the rest.',
    confirm: (count: number) => `Cancel ${plural(count, 'task')}`,
    done: 'Cancel asked for',
  },
  retry: {
    button: 'Run again',
    title: (count: number) => `Run ${plural(count, 'task')} again?`,
    consequence: 'Each starts as a new task with the same input; the old ones stay what they are.',
    confirm: (count: number) => `Run ${plural(count, 'task')} again`,
    done: 'Started again',
  },
} as const;

const paths = { cancel: '/api/v1/tasks/{task_id}/cancel', retry: '/api/v1/tasks/{task_id}/retry' } as const;

/** What may be asked of a task in its state. */
const fits: Readonly<Record<Verb, (task: Task) => boolean>> = {
  cancel: isLive,
  retry: ({ state }) => state === 'failed' || state === 'cancelled',
};

interface TaskBulkProps {
  readonly picked: readonly Task[];
  readonly onAll: () => void;
  readonly onNone: () => void;
}

/** The same for several tasks: exactly those that were ticked, listed before it is done, each with what became of it. */
export const TaskBulk = ({ picked, onAll, onNone }: TaskBulkProps) => {
  const [asking, setAsking] = useState<{ readonly verb: Verb; readonly tasks: readonly Task[] }>();
  return (
    <div
      role="region"
      aria-label="Ticked tasks"
      className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3 text-sm sm:px-5"
    >
      <span role="status" className="mr-2 font-medium">
        {plural(picked.length, 'task')} ticked
      </span>
      {(['retry', 'cancel'] as const).map((verb) => {
        const tasks = picked.filter(fits[verb]);
        return (
          <Button
            key={verb}
            icon={verb === 'cancel' ? Ban : RotateCw}
            look={verb === 'cancel' ? 'danger' : 'secondary'}
            disabled={tasks.length === 0}
            onClick={() => {
              setAsking({ verb, tasks });
            }}
          >
            {words[verb].button} {tasks.length}
          </Button>
        );
      })}
      <Button look="quiet" onClick={onAll}>
        Tick all shown
      </Button>
      <Button look="quiet" onClick={onNone}>
        Untick all
      </Button>
      {asking !== undefined && (
        <BulkDialog
          {...asking}
          onClose={(decided) => {
            setAsking(undefined);
            if (decided) onNone();
          }}
        />
      )}
    </div>
  );
};

interface BulkDialogProps {
  readonly verb: Verb;
  readonly tasks: readonly Task[];
  readonly onClose: (decided: boolean) => void;
}

/** Asked one after the other, so that one refusal does not keep the rest from being done; undefined: done. */
const askAll = async (
  verb: Verb,
  tasks: readonly Task[],
): Promise<ReadonlyMap<string, string | undefined>> => {
  const outcomes = new Map<string, string | undefined>();
  for (const { task_id } of tasks) {
    try {
      await answerOf(api.POST(paths[verb], { params: { path: { task_id } } }));
      outcomes.set(task_id, undefined);
    } catch (error) {
      const { message, detail } = ApiProblem.of(error);
      outcomes.set(task_id, detail === '' ? message : detail);
    }
  }
  return outcomes;
};

const BulkDialog = ({ verb, tasks, onClose }: BulkDialogProps) => {
  const client = useQueryClient();
  const said = words[verb];
  const act = useMutation({
    mutationFn: () => askAll(verb, tasks),
    onSettled: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });
  const done =
    act.data === undefined ? 0 : [...act.data.values()].filter((problem) => problem === undefined).length;
  return (
    <Dialog
      open
      onOpenChange={() => {
        onClose(act.data !== undefined);
      }}
      title={said.title(tasks.length)}
      description={said.consequence}
    >
      <div className="flex flex-col gap-4 text-sm">
        {act.data !== undefined && (
          <p role="status">
            <strong>
              {done} of {plural(tasks.length, 'task')}: {said.done.toLowerCase()}
            </strong>
          </p>
        )}
        <ul aria-label="Tasks of this action" className="rounded-xl border border-line">
          {tasks.map((task) => (
            <li
              key={task.task_id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-0"
            >
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {taskKindWord(task.kind)} <span className="text-muted">{task.task_id.slice(0, 8)}</span>{' '}
                <TaskSubject subject={task.subject} />
              </span>
              <Outcome task={task} said={said.done} outcomes={act.data} />
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap justify-end gap-2">
          {act.data === undefined ? (
            <>
              <Button
                onClick={() => {
                  onClose(false);
                }}
              >
                Not now
              </Button>
              <Button
                look={verb === 'cancel' ? 'danger' : 'primary'}
                busy={act.isPending}
                onClick={() => {
                  act.mutate();
                }}
              >
                {said.confirm(tasks.length)}
              </Button>
            </>
          ) : (
            <Button
              look="primary"
              onClick={() => {
                onClose(true);
              }}
            >
              Done
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
};

interface OutcomeProps {
  readonly task: Task;
  readonly said: string;
  readonly outcomes: ReadonlyMap<string, string | undefined> | undefined;
}

const Outcome = ({ task, said, outcomes }: OutcomeProps) => {
  if (outcomes?.has(task.task_id) !== true) return <TaskStateBadge task={task} />;
  const problem = outcomes.get(task.task_id);
  return problem === undefined ? (
    <span className="text-source-ink">
      <CircleCheck aria-hidden className="mr-1.5 inline size-4" />
      {said}
    </span>
  ) : (
    <span className="text-danger">
      <CircleX aria-hidden className="mr-1.5 inline size-4" />
      {problem}
    </span>
  );
};
