'use client';

import { CircleCheck, CircleX, Clock, Mail } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { usePages } from '../../lib/use-pages';
import { plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { channelWords } from './notification-queries';

type Delivery = Schemas['NotificationDelivery'];

const states = {
  pending: { tone: 'info', icon: Clock, word: 'On its way' },
  delivered: { tone: 'good', icon: CircleCheck, word: 'Delivered' },
  failed: { tone: 'bad', icon: CircleX, word: 'Failed' },
} as const;

const columns: readonly Column<Delivery>[] = [
  {
    name: 'Message',
    cell: ({ text, path }) => (
      <Link
        href={path}
        className="block max-w-96 [overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline max-md:min-h-11"
      >
        {text}
      </Link>
    ),
  },
  { name: 'Over', cell: ({ channel }) => channelWords(channel).title },
  {
    name: 'State',
    cell: ({ state, error, attempts }) => {
      const { tone, icon, word } = states[state];
      return (
        <span className="inline-flex flex-col gap-1 max-md:items-end">
          <Badge tone={tone} icon={icon}>
            {word}
          </Badge>
          {error !== null && (
            <span className="max-w-72 text-xs text-muted">
              {error}, after {plural(attempts, 'attempt')}
            </span>
          )}
        </span>
      );
    },
  },
  { name: 'When', cell: ({ created_at }) => <RelativeTime at={created_at} /> },
];

const everyMs = 5_000;

/** What was sent, newest first, and what became of it. */
export const DeliveriesPanel = () => {
  const pages = usePages(
    ['notifications', 'deliveries'],
    (cursor) =>
      answerOf(
        api.GET('/api/v1/notifications/deliveries', {
          params: { query: cursor === undefined ? {} : { cursor } },
        }),
      ),
    { refetchInterval: everyMs },
  );
  return (
    <Panel title="Messages" flush>
      <AsyncPanel query={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon={Mail} title="Nothing was sent yet">
              Set up a channel and send a test.
            </Empty>
          ) : (
            <DataTable
              caption="Messages sent"
              columns={columns}
              rows={rows}
              keyOf={({ delivery_id }) => delivery_id}
            />
          )
        }
      </AsyncPanel>
      <MoreRows pages={pages} />
    </Panel>
  );
};
