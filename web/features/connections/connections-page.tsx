'use client';

import { Cable, Plus } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { scheduleWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button, ButtonLink } from '../../ui/button';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { Link } from '../../ui/link';
import { MoreRows } from '../../ui/more-rows';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { LineageSearchBox } from '../lineage/search-box';
import { connectionFilter, connectionsRequest } from './connection-list';
import { ConnectionStanding, statuses, statusWord } from './connection-status';
import { DemoBadge, isDemo } from './demo-badge';
import { systemIcon, systems, systemTitle } from './system-words';

type Connection = Schemas['Connection'];

const columns: readonly Column<Connection>[] = [
  {
    name: 'Name',
    cell: (connection) => {
      const { connection_id, name, system, slug } = connection;
      const Icon = systemIcon(system);
      return (
        <span className="flex items-center gap-3">
          <span className="rounded-lg bg-source-soft p-2 text-source">
            <Icon aria-hidden className="size-5" />
          </span>
          <span className="min-w-0">
            <Link
              href={`/connections/${connection_id}`}
              className="[overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline max-md:inline-flex max-md:min-h-11 max-md:items-center"
            >
              {name}
            </Link>
            <span className="block font-normal [overflow-wrap:anywhere] text-muted">
              {systemTitle(system)} · {slug}
            </span>
            {isDemo(connection) && (
              <span className="mt-1 inline-flex">
                <DemoBadge />
              </span>
            )}
          </span>
        </span>
      );
    },
  },
  {
    name: 'Status',
    cell: ({ status, status_reason, read_at, stale_at }) => (
      <ConnectionStanding status={status} reason={status_reason} readAt={read_at} staleAt={stale_at} />
    ),
  },
  {
    name: 'Schedule',
    cell: ({ schedule_seconds, next_run_at }) => (
      <>
        {scheduleWords(schedule_seconds)}
        {next_run_at !== null && (
          <span className="block text-muted">
            next <RelativeTime at={next_run_at} />
          </span>
        )}
      </>
    ),
  },
  { name: 'Changed', cell: ({ updated_at }) => <RelativeTime at={updated_at} /> },
];

export const ConnectionsPage = () => {
  const [params, change] = useUrlState();
  const mayAdd = useMay('admin');
  const filter = connectionFilter(params);
  const { system, status } = filter;
  const pages = usePages(['connections', filter], (cursor) =>
    answerOf(api.GET(...connectionsRequest(filter, cursor))),
  );
  const filtered = system !== undefined || status !== undefined;
  const add = mayAdd && (
    <ButtonLink look="primary">
      <Link href="/connections/new">
        <Plus aria-hidden className="size-4" /> Connect a source
      </Link>
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Connections"
        note="The sources of your tenant, and how they are doing."
        actions={add}
      />
      <div className="mb-4 flex flex-wrap gap-3">
        <FilterSelect
          label="System"
          value={system ?? ''}
          options={systems.map((one) => [one, systemTitle(one)])}
          onChange={(value) => {
            change({ system: value });
          }}
        />
        <FilterSelect
          label="Status"
          value={status ?? ''}
          options={statuses.map((one) => [one, statusWord(one)])}
          onChange={(value) => {
            change({ status: value });
          }}
        />
        <LineageSearchBox />
      </div>
      <Panel flush>
        <AsyncPanel query={pages}>
          {(rows) =>
            rows.length > 0 ? (
              <DataTable
                caption="Connections"
                columns={columns}
                rows={rows}
                keyOf={(row) => row.connection_id}
              />
            ) : filtered ? (
              <Empty
                icon={Cable}
                title="No connection matches"
                action={
                  <Button
                    onClick={() => {
                      change({ system: '', status: '' });
                    }}
                  >
                    Clear the filters
                  </Button>
                }
              />
            ) : (
              <Empty icon={Cable} title="No source is connected yet" action={add}>
                Connect a CRM, a database or some files: its rows become one canonical stream.
              </Empty>
            )
          }
        </AsyncPanel>
        <MoreRows pages={pages} />
      </Panel>
    </>
  );
};
