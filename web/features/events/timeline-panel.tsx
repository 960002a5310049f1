'use client';

import { History } from 'lucide-react';
import { useLiveRefresh } from '../../lib/live/use-live-refresh';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { Dialog } from '../../ui/dialog';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { EventDetails } from './event-details';
import { loadEvents } from './event-queries';
import { EventRow } from './event-row';
import { eventFamilies, familyWord, titleOf } from './event-words';

const atMostEveryMs = 2_000;

/** What happened to one connection, newest first: runs, schema changes, tickets, repairs, held records. */
export const TimelinePanel = ({ connection }: { readonly connection: string }) => {
  const [params, change] = useUrlState();
  const family = eventFamilies.find((one) => one === params.get('type'));
  const queryKey = ['events', family ?? '', connection];
  const pages = usePages(queryKey, (cursor) => loadEvents({ family, connection }, cursor));
  useLiveRefresh(queryKey, atMostEveryMs);
  const opened = pages.data?.find(({ id }) => String(id) === params.get('event'));
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
            <ul aria-label="Timeline">
              {events.map((event) => (
                <EventRow
                  key={event.id}
                  event={event}
                  onOpen={() => {
                    change({ event: String(event.id) });
                  }}
                />
              ))}
            </ul>
          )
        }
      </AsyncPanel>
      <MoreRows pages={pages} />
      {opened !== undefined && (
        <Dialog
          open
          place="side"
          title={titleOf(opened)}
          onOpenChange={() => {
            change({ event: '' });
          }}
        >
          <EventDetails event={opened} />
        </Dialog>
      )}
    </Panel>
  );
};
