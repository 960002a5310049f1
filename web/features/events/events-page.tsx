'use client';

import { Activity, Pause, Play } from 'lucide-react';
import type { LiveEvent } from '../../lib/live/live-stream';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { MoreRows } from '../../ui/more-rows';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { ConnectionFilter } from '../connections/connection-filter';
import { EventList } from './event-list';
import { loadEvents } from './event-queries';
import { eventFamilies, familyWord, isAbout } from './event-words';
import { useEventList } from './use-event-list';
import { useRoom } from './use-room';

/** What happens in the tenant, as it happens; older events come from the log. */
export const EventsPage = () => {
  const [params, change] = useUrlState();
  const family = eventFamilies.find((one) => one === params.get('type'));
  const connection = params.get('connection') ?? '';
  const live = useEventList();
  const pages = usePages(['events', family, connection], (cursor) =>
    loadEvents({ family, connection }, cursor),
  );
  const fits = (event: LiveEvent): boolean =>
    (family === undefined || event.type.startsWith(`${family}.`)) &&
    (connection === '' || isAbout(event, connection));
  const logged = pages.data ?? [];
  const known = new Set(logged.map(({ id }) => id));
  const rows = [...live.shown.filter(({ id }) => !known.has(id)), ...logged].filter(fits);
  const { shown, pages: more } = useRoom(rows, pages);
  const held = live.waiting.filter(fits).length;
  return (
    <>
      <PageHeader
        title="Live events"
        note="What happens in your tenant, newest first. Nothing is dropped: the stream resumes where it was cut."
        actions={
          <Button icon={live.paused ? Play : Pause} onClick={live.paused ? live.resume : live.pause}>
            {live.paused ? 'Resume' : 'Pause'}
          </Button>
        }
      />
      <div className="mb-4 flex flex-wrap gap-3">
        <FilterSelect
          label="Type"
          value={family ?? ''}
          options={eventFamilies.map((one) => [one, familyWord(one)])}
          onChange={(value) => {
            change({ type: value });
          }}
        />
        <ConnectionFilter
          value={connection}
          onChange={(value) => {
            change({ connection: value });
          }}
        />
      </div>
      <p role="status" className={held > 0 ? 'mb-3' : 'sr-only'}>
        {held > 0 && (
          <Button look="primary" onClick={live.resume}>
            Show {plural(held, 'new event')}
          </Button>
        )}
      </p>
      <Panel flush>
        <AsyncPanel query={pages}>
          {() =>
            rows.length === 0 ? (
              <Empty
                icon={Activity}
                title={
                  family === undefined && connection === '' ? 'Nothing has happened yet' : 'No event matches'
                }
              >
                Ingest a connection and watch it here.
              </Empty>
            ) : (
              <EventList label="Events" events={shown} />
            )
          }
        </AsyncPanel>
        <MoreRows pages={more} />
      </Panel>
    </>
  );
};
