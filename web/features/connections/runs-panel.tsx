'use client';

import { History } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import { useNow } from '../../lib/use-now';
import { usePages } from '../../lib/use-pages';
import { reasonWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { LedgerTable } from '../tasks/ledger-table';
import { isLive, TaskStateBadge } from '../tasks/task-state';
import { taskDuration } from '../tasks/task-words';

/** The ingests of a connection with their ledgers, newest first; `newest` shows the last one alone. */
export const RunsPanel = ({ id, newest = false }: { readonly id: string; readonly newest?: boolean }) => {
  const now = useNow();
  const pages = usePages(['runs', id, newest], (cursor) =>
    answerOf(
      api.GET('/api/v1/connections/{connection_id}/runs', {
        params: {
          path: { connection_id: id },
          query: { limit: newest ? 1 : 20, ...(cursor === undefined ? {} : { cursor }) },
        },
      }),
    ),
  );
  return (
    <Panel title={newest ? 'Newest run' : 'Runs'} flush>
      <AsyncPanel query={pages}>
        {(runs) =>
          runs.length === 0 ? (
            <Empty icon={History} title="Not ingested yet">
              Each run shows here with its ledger: what became of every row that was read.
            </Empty>
          ) : (
            <ul>
              {runs.map((run) => (
                <li
                  key={run.task_id}
                  className="flex flex-col gap-3 border-b border-line p-4 last:border-0 sm:p-5"
                >
                  <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
                    <TaskStateBadge task={run} />
                    <RelativeTime at={run.created_at} />
                    <span className="numeric text-muted">{taskDuration(run, now)}</span>
                    <Link
                      href={`/tasks/${run.task_id}`}
                      className="target ml-auto inline-flex items-center text-brand underline underline-offset-4"
                    >
                      Open the task
                    </Link>
                  </div>
                  {run.failures.map(({ stream, reason }) => (
                    <p key={`${stream} ${reason}`} className="text-sm [overflow-wrap:anywhere] text-danger">
                      {stream !== '' && `${stream}: `}
                      {reasonWords(reason)}
                    </p>
                  ))}
                  {run.held.map(({ object, reason }) => (
                    <p key={object} className="text-sm [overflow-wrap:anywhere] text-muted">
                      Not read: {reason}
                    </p>
                  ))}
                  <LedgerTable ledgers={run.ledgers} />
                  {run.ledgers.length === 0 && isLive(run) && (
                    <p className="text-sm text-muted">No object is finished yet.</p>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </AsyncPanel>
      {!newest && <MoreRows pages={pages} />}
    </Panel>
  );
};
