'use client';

import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../lib/api-client';
import { plural, reasonWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Link } from '../../ui/link';
import { RelativeTime } from '../../ui/relative-time';
import { CheckPanel } from '../connections/check-panel';
import { ConnectionActions } from '../connections/connection-actions';
import { connectionQuery, loadSchemas } from '../connections/connection-queries';
import { StaleBadge, StatusBadge } from '../connections/connection-status';
import { SchemaCompare } from '../connections/schema-compare';
import { TaskStateBadge } from '../tasks/task-state';
import { healthQuery } from './monitor-queries';
import { RunGrid } from './run-grid';

const runsNamed = 5;
const objectsShown = 3;

/** A connection beside the list: how it stands, its last runs, its test, and how its schema changed last. */
export const ConnectionPeek = ({ id }: { readonly id: string }) => {
  const connection = useQuery(connectionQuery(id));
  const health = useQuery(healthQuery(id));
  return (
    <div className="flex flex-col gap-5 text-sm">
      <AsyncPanel query={connection} rows={2}>
        {(data) => (
          <>
            <div className="flex flex-wrap items-center gap-2">
              <StatusBadge status={data.status} />
              <StaleBadge readAt={data.read_at} staleAt={data.stale_at} />
              {data.status_reason !== null && (
                <span className="min-w-0 [overflow-wrap:anywhere] text-muted">
                  {reasonWords(data.status_reason)}
                </span>
              )}
            </div>
            <div className="flex flex-wrap gap-2">
              <ConnectionActions connection={data} />
            </div>
            <p>
              <Link href={`/connections/${id}`} className="text-brand underline underline-offset-4">
                Open the connection
              </Link>
            </p>
          </>
        )}
      </AsyncPanel>
      <section aria-label="Last runs" className="flex flex-col gap-3">
        <h3>Last runs</h3>
        <AsyncPanel query={health} rows={2}>
          {(own) => <Runs runs={own?.recent_runs ?? []} />}
        </AsyncPanel>
      </section>
      <SchemaChanges id={id} />
      <CheckPanel id={id} />
    </div>
  );
};

const Runs = ({ runs }: { readonly runs: Schemas['ConnectionHealth']['recent_runs'] }) => (
  <>
    <RunGrid runs={runs} />
    <ul className="flex flex-col gap-2">
      {runs.slice(0, runsNamed).map((run) => (
        <li key={run.task_id} className="flex flex-wrap items-center gap-3">
          <TaskStateBadge task={{ state: run.state, paused: false }} />
          <Link
            href={`/tasks/${run.task_id}`}
            className="target inline-flex items-center text-brand underline underline-offset-4"
          >
            {run.task_id.slice(0, 8)}
          </Link>
          <RelativeTime at={run.created_at} />
        </li>
      ))}
    </ul>
  </>
);

/** Of the objects that have changed, the last change as two versions side by side. */
const SchemaChanges = ({ id }: { readonly id: string }) => {
  const schemas = useQuery({ queryKey: ['schemas', id, 'first'], queryFn: () => loadSchemas(id, undefined) });
  return (
    <section aria-label="Schema" className="flex flex-col gap-3">
      <h3>Schema</h3>
      <AsyncPanel query={schemas} rows={3}>
        {({ data }) => {
          const changed = data.filter(({ versions }) => versions.length > 1);
          return changed.length === 0 ? (
            <p className="text-muted">No object has changed since it was first seen.</p>
          ) : (
            <>
              {changed.slice(0, objectsShown).map(({ object, version, versions, fingerprint }) => (
                <div key={object} className="flex flex-col gap-2">
                  <p className="[overflow-wrap:anywhere]">
                    <strong className="text-source-ink">{object}</strong>{' '}
                    <span className="text-muted">
                      version {version}, fingerprint <code>{fingerprint.slice(0, 8)}</code>
                    </span>
                  </p>
                  <SchemaCompare
                    connection={id}
                    object={object}
                    from={versions[1]?.version ?? version}
                    to={version}
                  />
                </div>
              ))}
              {changed.length > objectsShown && (
                <p>
                  <Link
                    href={`/connections/${id}?tab=schemas`}
                    className="text-brand underline underline-offset-4"
                  >
                    {plural(changed.length - objectsShown, 'more object')} of this connection changed
                  </Link>
                </p>
              )}
            </>
          );
        }}
      </AsyncPanel>
    </section>
  );
};
