'use client';

import { useQuery } from '@tanstack/react-query';
import { Cable, PanelRightOpen } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { countWords, plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Dialog } from '../../ui/dialog';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { latePanel } from '../../ui/late-panel';
import { Link } from '../../ui/link';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { ConnectionStanding, statuses, statusWord } from '../connections/connection-status';
import { NoSource } from '../connections/no-source';
import { systemTitle } from '../connections/system-words';
import { operationsQuery } from '../dashboard/operations-query';
import type { Operations } from '../dashboard/operations-query';
import { RunGrid } from './run-grid';

const ConnectionPeek = latePanel(() => import('./connection-peek').then((module) => module.ConnectionPeek));

type Health = Schemas['ConnectionHealth'];

const columnsOf = (peek: (id: string) => void): readonly Column<Health>[] => [
  {
    name: 'Connection',
    cell: ({ connection_id, name, system, schema_version, objects }) => (
      <>
        <Link
          href={`/connections/${connection_id}`}
          className="[overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline max-md:inline-flex max-md:min-h-11 max-md:items-center"
        >
          {name}
        </Link>
        <span className="block font-normal text-muted">
          {systemTitle(system)}
          {schema_version !== null && ` · schema version\u00a0${String(schema_version)}`}
        </span>
        {objects.paused > 0 && (
          <Link
            href={`/connections/${connection_id}?tab=objects`}
            className="block text-xs font-normal text-brand underline underline-offset-4 max-md:flex max-md:min-h-11 max-md:items-center"
          >
            {plural(objects.paused, 'object')} paused
          </Link>
        )}
      </>
    ),
  },
  {
    name: 'Status',
    cell: ({ status, status_reason, last_sync_at, stale_at }) => (
      <ConnectionStanding status={status} reason={status_reason} readAt={last_sync_at} staleAt={stale_at} />
    ),
  },
  {
    name: 'Last sync',
    cell: ({ last_sync_at }) => (last_sync_at === null ? 'Never' : <RelativeTime at={last_sync_at} />),
  },
  { name: 'Last 30 runs', cell: ({ recent_runs }) => <RunGrid runs={recent_runs} /> },
  {
    name: 'Records',
    numeric: true,
    cell: ({ records: { count, capped } }) => `${countWords(count)}${capped ? '+' : ''}`,
  },
  {
    name: 'Tickets',
    numeric: true,
    cell: ({ open_tickets: { breaking, risky, harmless } }) =>
      breaking + risky + harmless === 0
        ? '0'
        : [
            breaking > 0 ? `${countWords(breaking)} breaking` : '',
            risky > 0 ? `${countWords(risky)} risky` : '',
            harmless > 0 ? `${countWords(harmless)} harmless` : '',
          ]
            .filter((part) => part !== '')
            .join(', '),
  },
  {
    name: 'Held',
    numeric: true,
    cell: ({ connection_id, quarantined }) =>
      quarantined === 0 ? (
        '0'
      ) : (
        <Link
          href={`/quarantine?connection=${connection_id}`}
          className="text-brand underline underline-offset-4"
        >
          {countWords(quarantined)}
        </Link>
      ),
  },
  {
    name: 'Look',
    cell: ({ connection_id, name }) => (
      <Button
        look="quiet"
        icon={PanelRightOpen}
        aria-label={`Look at ${name}`}
        onClick={() => {
          peek(connection_id);
        }}
      />
    ),
  },
];

/** Every connection with the numbers that say whether it is well. */
export const HealthPanel = () => {
  const [params, change] = useUrlState();
  const status = statuses.find((one) => one === params.get('status'));
  const peeked = params.get('peek');
  const refetchInterval = useFallbackInterval();
  const operations = useQuery(operationsQuery());
  const pages = usePages(
    ['health', 'list', status],
    (cursor) =>
      answerOf(
        api.GET('/api/v1/mesh/connections', {
          params: {
            query: {
              ...(status === undefined ? {} : { status }),
              ...(cursor === undefined ? {} : { cursor }),
            },
          },
        }),
      ),
    { refetchInterval },
  );
  return (
    <Panel
      title="Connections"
      {...(operations.data === undefined ? {} : { note: standing(operations.data) })}
      actions={
        <FilterSelect
          label="Status"
          value={status ?? ''}
          options={statuses.map((one) => [one, statusWord(one)])}
          onChange={(value) => {
            change({ status: value });
          }}
        />
      }
      flush
    >
      <AsyncPanel query={pages}>
        {(rows) =>
          rows.length === 0 && status !== undefined ? (
            <Empty icon={Cable} title="No connection has this status" />
          ) : rows.length === 0 ? (
            <NoSource>How each of them is doing would stand here.</NoSource>
          ) : (
            <DataTable
              caption="Health of the connections"
              columns={columnsOf((id) => {
                change({ peek: id });
              })}
              rows={rows}
              keyOf={({ connection_id }) => connection_id}
            />
          )
        }
      </AsyncPanel>
      <MoreRows pages={pages} />
      {peeked !== null && (
        <Dialog
          open
          place="side"
          title={pages.data?.find(({ connection_id }) => connection_id === peeked)?.name ?? 'Connection'}
          onOpenChange={() => {
            change({ peek: '' });
          }}
        >
          <ConnectionPeek id={peeked} />
        </Dialog>
      )}
    </Panel>
  );
};

const standing = ({ sources }: Operations): string =>
  `${countWords(sources.by_status.active ?? 0)} of ${plural(sources.total, 'connection')} active.`;
