'use client';

import { Unplug, Waves } from 'lucide-react';
import { Fragment, useRef, useState } from 'react';
import type { LiveEvent } from '../../lib/live/live-stream';
import { useStable } from '../../lib/use-stable';
import { plural } from '../../lib/words';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { Panel } from '../../ui/panel';
import { EventRow } from '../events/event-row';

interface LatestEventsProps {
  /** Newest first. */
  readonly events: readonly LiveEvent[];
  readonly gaps: readonly number[];
  readonly isNarrowed: boolean;
  readonly onOpen: (event: LiveEvent) => void;
  readonly onClear: () => void;
}

/** So many rows are drawn at once. */
const most = 100;

/** What has moved, in words. Whoever scrolls down reads in peace: what arrives is counted until they come back up. */
export const LatestEvents = ({ events, gaps, isNarrowed, onOpen, onClear }: LatestEventsProps) => {
  const list = useRef<HTMLUListElement>(null);
  const open = useStable(onOpen);
  /** The newest event when the list was scrolled down. */
  const [held, setHeld] = useState<number>();
  const isNew = ({ id = 0 }: LiveEvent): boolean => held !== undefined && id > held;
  const fresh = events.filter(isNew).length;
  const shown = events.filter((event) => !isNew(event)).slice(0, most);
  return (
    <Panel
      title="Latest"
      actions={
        <p role="status">
          {fresh > 0 && (
            <Button
              look="primary"
              onClick={() => {
                setHeld(undefined);
                list.current?.scrollTo({ top: 0 });
              }}
            >
              {fresh} new
            </Button>
          )}
        </p>
      }
      flush
    >
      {events.length === 0 ? (
        <Empty
          icon={Waves}
          title={
            isNarrowed ? 'Nothing that matches has moved' : 'Nothing has moved since you opened this page'
          }
          {...(isNarrowed ? { action: <Button onClick={onClear}>Clear the filters</Button> } : {})}
        >
          Ingest a connection, and its records pass by here.
        </Empty>
      ) : (
        <ul
          ref={list}
          aria-label="Latest events"
          tabIndex={0}
          className="max-h-[28rem] overflow-y-auto -outline-offset-2"
          onScroll={({ currentTarget }) => {
            if (currentTarget.scrollTop > 0) setHeld(held ?? events[0]?.id);
            else setHeld(undefined);
          }}
        >
          {shown.map((event) => (
            <Fragment key={event.id}>
              {gaps.includes(event.id ?? 0) && <Gap />}
              <EventRow event={event} onOpen={open} />
            </Fragment>
          ))}
          {gaps.includes(0) && <Gap />}
          {events.length > most && (
            <li className="px-4 py-3 text-sm text-muted">
              {plural(events.length - most, 'older event')} not drawn; the event log has them.
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
};

const Gap = () => (
  <li className="flex items-center gap-3 border-b border-line bg-warn-soft px-4 py-2.5 text-sm text-warn">
    <Unplug aria-hidden className="size-4 shrink-0" />
    The stream was cut for longer than the server remembers: events are missing here. The lists of the other
    pages were read anew.
  </li>
);
