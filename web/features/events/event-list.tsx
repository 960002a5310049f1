import { useState } from 'react';
import type { LiveEvent } from '../../lib/live/live-stream';
import { useStable } from '../../lib/use-stable';
import { useUrlState } from '../../lib/use-url-state';
import { Dialog } from '../../ui/dialog';
import { EventDetails } from './event-details';
import { EventRow } from './event-row';
import { titleOf } from './event-words';

interface EventListProps {
  readonly label: string;
  readonly events: readonly LiveEvent[];
}

/** Events as rows; which one is open beside them stands in the address. */
export const EventList = ({ label, events }: EventListProps) => {
  const [params, change] = useUrlState();
  const open = useStable(({ id }: LiveEvent) => {
    change({ event: String(id) });
  });
  const isOpened = ({ id }: LiveEvent): boolean => String(id) === params.get('event');
  // It stays open when newer ones have pushed it off the list.
  const [last, setLast] = useState<LiveEvent>();
  const found = events.find(isOpened);
  if (found !== undefined && found !== last) setLast(found);
  const opened = found ?? (last !== undefined && isOpened(last) ? last : undefined);
  return (
    <>
      <ul aria-label={label}>
        {events.map((event) => (
          <EventRow key={event.id} event={event} onOpen={open} />
        ))}
      </ul>
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
    </>
  );
};
