import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { LiveEvent } from '../../lib/live/live-stream';
import { clockWords } from '../../lib/words';
import { useZone } from '../../lib/zone';
import { changeSentence } from '../dashboard/change-words';
import { lookOf, summaryOf, titleOf } from './event-words';
import { ConnectionLabel } from './subject-label';

interface EventRowProps {
  readonly event: LiveEvent;
  /** The same function at every drawing: an event never changes, and is not drawn anew when its list does. */
  readonly onOpen: (event: LiveEvent) => void;
}

/** One event of a list in which many come and go: rows beyond the screen are neither laid out nor painted. */
export const EventRow = memo(({ event, onOpen }: EventRowProps) => {
  const { icon: Icon, colour } = lookOf(event);
  const zone = useZone();
  return (
    <li className="border-b border-line [contain-intrinsic-block-size:auto_3.75rem] [content-visibility:auto] last:border-0">
      <button
        type="button"
        onClick={() => {
          onOpen(event);
        }}
        className="flex w-full items-center gap-3 px-4 py-2.5 text-left text-sm -outline-offset-2 hover:bg-raised sm:px-5"
      >
        <span className={`shrink-0 rounded-lg p-2 ${colour}`}>
          <Icon aria-hidden className="size-4" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-baseline gap-x-3">
            <strong className="[overflow-wrap:anywhere]">{changeSentence(event)}</strong>
            <ConnectionLabel event={event} />
          </span>
          <span className="block truncate text-muted">
            {[titleOf(event), summaryOf(event)].filter((part) => part !== '').join(' · ')}
          </span>
        </span>
        <time dateTime={event.at} className="numeric shrink-0 text-xs text-muted">
          {clockWords(Date.parse(event.at), zone)}
        </time>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
      </button>
    </li>
  );
});
