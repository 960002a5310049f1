'use client';

import { useQuery } from '@tanstack/react-query';
import { useParams } from 'next/navigation';
import type { Schemas } from '../../lib/api-client';
import { countWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Facts } from '../../ui/facts';
import { latePanel } from '../../ui/late-panel';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { UserName } from '../settings/user-name';
import { LedgerTable } from './ledger-table';
import { TaskActions } from './task-actions';
import { ProgressNumbers } from './task-progress';
import { taskQuery } from './task-queries';
import { isLive, TaskStateBadge } from './task-state';
import { TaskSubject } from './task-subject';
import { TaskTrail } from './task-trail';
import { taskKindWord } from './task-words';

const TaskSteps = latePanel(() => import('./task-steps').then((module) => module.TaskSteps));
const TaskCallbacks = latePanel(() => import('./task-callbacks').then((module) => module.TaskCallbacks));
const TaskJson = latePanel(() => import('./task-json').then((module) => module.TaskJson));

type Task = Schemas['TaskDetail'];

export const TaskPage = () => {
  const { id } = useParams<{ id: string }>();
  const task = useQuery(taskQuery(id));
  return (
    <AsyncPanel query={task} rows={8}>
      {(data) => (
        <>
          <PageHeader
            title={taskKindWord(data.kind)}
            back={{ href: '/tasks', label: 'Tasks' }}
            badge={<TaskStateBadge task={data} />}
            note={<TaskSubject subject={data.subject} />}
            actions={<TaskActions task={data} />}
          />
          <div className="flex flex-col gap-5">
            <Panel title="Progress">
              <ProgressNumbers task={data} />
            </Panel>
            {isLive(data) && <TaskSteps id={id} />}
            <Failures failures={data.failures} />
            {data.ledgers.length > 0 && (
              <Panel title="Ledgers" note="What became of every row that was read.">
                <LedgerTable ledgers={data.ledgers} />
              </Panel>
            )}
            <Notices task={data} />
            {data.callback_url !== null && <TaskCallbacks task={data} />}
            <TaskTrail trail={data.trail} />
            <Panel title="About this task">
              <TaskFacts task={data} />
            </Panel>
            <TaskJson task={data} />
          </div>
        </>
      )}
    </AsyncPanel>
  );
};

/** `source_auth_failed: The password is wrong`: people read the sentence, support asks for the code. */
const reasonOf = (reason: string): { readonly code: string; readonly sentence: string } => {
  const [, code = '', sentence = reason] = /^([a-z_]+): (.*)$/s.exec(reason) ?? [];
  return { code, sentence };
};

const Failures = ({ failures }: { readonly failures: Task['failures'] }) =>
  failures.length > 0 && (
    <Panel title="What went wrong">
      <ul className="flex flex-col gap-3">
        {failures.map(({ stream, reason }) => {
          const { code, sentence } = reasonOf(reason);
          return (
            <li
              key={`${stream} ${reason}`}
              className="rounded-lg border border-danger/40 bg-danger-soft p-3 text-sm"
            >
              {stream !== '' && <strong className="mr-1">{stream}:</strong>}
              <span className="[overflow-wrap:anywhere]">{sentence}</span>
              {code !== '' && <code className="mt-1 block text-xs text-muted">{code}</code>}
            </li>
          );
        })}
      </ul>
    </Panel>
  );

const Notices = ({ task: { held, unmapped, guesses } }: { readonly task: Task }) => (
  <>
    {held.length > 0 && (
      <Panel title="Not read" note="Mapped objects that wait for somebody; what is known of them stays.">
        <ul className="flex flex-col gap-2 text-sm">
          {held.map(({ object, reason }) => (
            <li key={object} className="rounded-lg bg-raised px-3 py-2 [overflow-wrap:anywhere]">
              {reason}
            </li>
          ))}
        </ul>
      </Panel>
    )}
    {unmapped.length > 0 && (
      <Panel title="Not mapped" note="Objects of the source that no mapping reads yet.">
        <ul className="grid gap-2 text-sm sm:grid-cols-2">
          {unmapped.map(({ object, rows }) => (
            <li key={object} className="flex justify-between gap-4 rounded-lg bg-raised px-3 py-2">
              <span className="min-w-0 [overflow-wrap:anywhere]">{object}</span>
              <span className="numeric shrink-0 text-muted">
                {rows === null ? 'rows unknown' : `${countWords(rows)} rows`}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    )}
    {guesses.length > 0 && (
      <Panel title="What had to be guessed" note="Say it in the connection's settings if a guess is wrong.">
        <ul className="list-disc pl-5 text-sm">
          {guesses.map((guess) => (
            <li key={guess}>{guess}</li>
          ))}
        </ul>
      </Panel>
    )}
  </>
);

const TaskFacts = ({ task }: { readonly task: Task }) => (
  <Facts
    facts={[
      { name: 'Asked by', value: <UserName id={task.requested_by} /> },
      { name: 'Asked', value: <RelativeTime at={task.created_at} /> },
      {
        name: 'Started',
        value: task.started_at === null ? 'Not yet' : <RelativeTime at={task.started_at} />,
      },
      { name: 'Ended', value: task.ended_at === null ? 'Not yet' : <RelativeTime at={task.ended_at} /> },
      { name: 'Task', value: <code className="text-xs select-all">{task.task_id}</code> },
      { name: 'Trace', value: <code className="text-xs select-all">{task.trace_id}</code> },
    ]}
  />
);
