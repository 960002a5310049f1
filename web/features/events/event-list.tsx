import type { LiveEvent } from '../../lib/live/live-stream';
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
  const opened = events.find(({ id }) => String(id) === params.get('event'));
  return (
    <>
      <ul aria-label={label}>
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
