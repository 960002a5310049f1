'use client';

import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useMay } from '../../lib/session/session-provider';
import { useNow } from '../../lib/use-now';
import { durationWords, plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { Progress } from '../../ui/progress';
import { RelativeTime } from '../../ui/relative-time';
import { dclStateQuery } from '../records/record-queries';
import { useConnect } from '../records/use-connect';
import { taskQuery } from '../tasks/task-queries';
import { taskDuration } from '../tasks/task-words';

/** The steps of a build in their order, as its progress names them. */
const steps = ['load', 'unify', 'link', 'merge', 'views', 'publish'];

/** Builds the unified data anew: a timer, a bar that knows its steps, and how long the last one took. */
export const ConnectPanel = () => {
  const state = useQuery(dclStateQuery());
  const connect = useConnect();
  const mayConnect = useMay('operator');
  const running = state.data?.task_id ?? null;
  return (
    <Panel
      title="Connection"
      actions={
        mayConnect && (
          <Button
            icon={RefreshCw}
            busy={connect.isPending || running !== null}
            onClick={() => {
              connect.mutate();
            }}
          >
            Connect
          </Button>
        )
      }
    >
      <AsyncPanel query={state} rows={1}>
        {({ current, behind }) =>
          running !== null ? (
            <Running id={running} />
          ) : current?.published_at == null ? (
            <p className="text-sm text-muted">
              Not connected yet: golden records are built by the first one.
            </p>
          ) : (
            <p className="text-sm text-muted">
              Built <RelativeTime at={current.published_at} /> in{' '}
              <span className="numeric">
                {durationWords(Date.parse(current.published_at) - Date.parse(current.started_at))}
              </span>
              ; {behind === 0 ? 'nothing has changed since' : `${plural(behind, 'event')} since`}.
            </p>
          )
        }
      </AsyncPanel>
    </Panel>
  );
};

const Running = ({ id }: { readonly id: string }) => {
  const now = useNow();
  const task = useQuery(taskQuery(id));
  return (
    <AsyncPanel query={task} rows={1}>
      {(data) => {
        const at = steps.indexOf(data.progress.step ?? '');
        return (
          <div className="flex flex-col gap-2 text-sm">
            <p className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {data.progress.narration ?? (data.state === 'queued' ? 'Waits for its turn' : 'Begins')}
              </span>
              <span role="timer" className="numeric shrink-0 text-muted">
                {taskDuration(data, now)}
              </span>
            </p>
            <Progress label="Steps of the build" value={at < 0 ? undefined : (at + 1) / (steps.length + 1)} />
            <Link href={`/tasks/${id}`} className="w-fit text-brand underline underline-offset-4">
              Open the task
            </Link>
          </div>
        );
      }}
    </AsyncPanel>
  );
};
