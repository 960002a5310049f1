'use client';

import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useMay } from '../../lib/session/session-provider';
import { countWords, plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { Tile } from '../../ui/tile';
import { TaskProgress } from '../tasks/task-progress';
import { dclStateQuery } from './record-queries';
import { useConnect } from './use-connect';

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** Which generation the views show, how far behind the stream it is, and the connect that builds the next one. */
export const GenerationPanel = () => {
  const state = useQuery(dclStateQuery());
  const connect = useConnect();
  const mayConnect = useMay('operator');
  return (
    <Panel
      title="Generation"
      note="Each connect builds all golden records anew and publishes them at once."
      actions={
        mayConnect && (
          <Button
            icon={RefreshCw}
            busy={connect.isPending}
            onClick={() => {
              connect.mutate();
            }}
          >
            Connect now
          </Button>
        )
      }
    >
      {/* About its height in two columns: what stands below must not jump when the figures have come. */}
      <div className={state.data?.current === null ? '' : 'max-lg:min-h-58'}>
        <AsyncPanel query={state} rows={2}>
          {({ current, behind, task_id, decisions, newest }) => (
            <div className="flex flex-col gap-4">
              {current === null ? (
                <p className="text-sm text-muted">Nothing has been published yet.</p>
              ) : (
                <dl className="grid grid-cols-2 gap-4 lg:grid-cols-5">
                  <Tile
                    name="Generation"
                    note={current.published_at !== null && <RelativeTime at={current.published_at} />}
                  >
                    {countWords(current.generation)}
                  </Tile>
                  <Tile name="Source records">{countWords(sum(current.counts?.records ?? {}))}</Tile>
                  <Tile name="Golden records">{countWords(sum(current.counts?.golden ?? {}))}</Tile>
                  <Tile name="Merged with others">{countWords(sum(current.counts?.duplicates ?? {}))}</Tile>
                  <Tile name="Events since" note={plural(decisions, 'decision') + ' of people'}>
                    {countWords(behind)}
                  </Tile>
                </dl>
              )}
              {newest?.state === 'failed' && newest.error !== null && (
                <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
                  The newest build failed, so the former generation stays: {newest.error}
                </p>
              )}
              {task_id !== null && <TaskProgress id={task_id} />}
            </div>
          )}
        </AsyncPanel>
      </div>
    </Panel>
  );
};
