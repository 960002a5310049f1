'use client';

import { ShieldCheck } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { usePages } from '../../lib/use-pages';
import { capital, spaced } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { SeverityBadge } from '../approvals/repair-badges';
import { ConnectionName } from '../connections/connection-name';
import { TicketBadge } from './ticket-badge';

type Ticket = Schemas['ListedDriftEvent'];

const columns: readonly Column<Ticket>[] = [
  {
    name: 'Object',
    cell: ({ drift_event_id, object, connection_id }) => (
      // Lines of 24 px: each link is a target of its own.
      <span className="flex flex-col items-start leading-6">
        <Link
          href={`/monitor/tickets/${drift_event_id}`}
          className="[overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline max-md:inline-flex max-md:min-h-11 max-md:items-center"
        >
          {object}
        </Link>
        <span className="font-normal text-muted">
          of <ConnectionName id={connection_id} />
        </span>
      </span>
    ),
  },
  { name: 'What', cell: ({ kind }) => capital(spaced(kind)) },
  { name: 'Severity', cell: ({ severity }) => <SeverityBadge severity={severity} /> },
  { name: 'State', cell: ({ state }) => <TicketBadge state={state} /> },
  { name: 'Policy', cell: ({ policy }) => policy.policy },
  { name: 'Opened', cell: ({ opened_at }) => <RelativeTime at={opened_at} /> },
];

/** The drift tickets that are not settled. */
export const TicketsPanel = () => {
  const refetchInterval = useFallbackInterval();
  const pages = usePages(
    ['drift', 'open'],
    (cursor) =>
      answerOf(
        api.GET('/api/v1/mesh/drift', {
          params: { query: { open: 'true', ...(cursor === undefined ? {} : { cursor }) } },
        }),
      ),
    { refetchInterval },
  );
  return (
    <Panel
      id="tickets"
      title="Open tickets"
      note="One per object; it closes when the change is settled."
      flush
    >
      <AsyncPanel query={pages}>
        {(tickets) =>
          tickets.length === 0 ? (
            <Empty icon={ShieldCheck} title="No ticket is open">
              Every source looks as it was approved.
            </Empty>
          ) : (
            <DataTable
              caption="Open tickets"
              columns={columns}
              rows={tickets}
              keyOf={({ drift_event_id }) => drift_event_id}
            />
          )
        }
      </AsyncPanel>
      <MoreRows pages={pages} />
    </Panel>
  );
};
