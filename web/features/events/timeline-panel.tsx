'use client';

import { History } from 'lucide-react';
import { useLiveRefresh } from '../../lib/live/use-live-refresh';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { EventList } from './event-list';
import { loadEvents } from './event-queries';
import { eventFamilies, familyWord } from './event-words';

const atMostEveryMs = 2_000;

/** What happened to one connection, newest first: runs, schema changes, tickets, repairs, held records. */
export const TimelinePanel = ({ connection }: { readonly connection: string }) => {
  const [params, change] = useUrlState();
  const family = eventFamilies.find((one) => one === params.get('type'));
  const queryKey = ['events', family ?? '', connection];
  const pages = usePages(queryKey, (cursor) => loadEvents({ family, connection }, cursor));
  useLiveRefresh(queryKey, atMostEveryMs);
  return (
    <Panel
      title="Timeline"
      note="What happened to this connection, newest first."
      actions={
        <FilterSelect
          label="Type"
          value={family ?? ''}
          options={eventFamilies.map((one) => [one, familyWord(one)])}
          onChange={(value) => {
            change({ type: value, event: '' });
          }}
        />
      }
      flush
    >
      <AsyncPanel query={pages}>
        {(events) =>
          events.length === 0 ? (
            <Empty
              icon={History}
              title={family === undefined ? 'Nothing has happened yet' : 'No event matches'}
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
