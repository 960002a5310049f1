'use client';

import { History } from 'lucide-react';
import { useLiveRefresh } from '../../lib/live/use-live-refresh';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { Empty } from '../../ui/empty';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { EventList } from './event-list';
import { loadEvents } from './event-queries';
import { eventFamilies } from './event-words';
import { TimelineTools } from './timeline-tools';

const atMostEveryMs = 2_000;

/** What happened to one connection, newest first: runs, schema changes, tickets, repairs, held records. */
export const TimelinePanel = ({ connection }: { readonly connection: string }) => {
  const [params] = useUrlState();
  const family = eventFamilies.find((one) => one === params.get('type'));
  const q = params.get('q') ?? '';
  const filter = { family, connection, q };
  const queryKey = ['events', family ?? '', connection, q];
  const pages = usePages(queryKey, (cursor) => loadEvents(filter, cursor));
  useLiveRefresh(queryKey, atMostEveryMs);
  return (
    <Panel title="Timeline" note="What happened to this connection, newest first." flush>
      <TimelineTools filter={filter} />
      <AsyncPanel query={pages}>
        {(events) =>
          events.length === 0 ? (
            <Empty
              icon={History}
              title={family === undefined && q === '' ? 'Nothing has happened yet' : 'No event matches'}
            />
          ) : (
            <EventList label="Timeline" events={events} />
          )
        }
      </AsyncPanel>
      <MoreRows pages={pages} />
    </Panel>
  );
};
