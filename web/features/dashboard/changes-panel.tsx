'use client';

import { History } from 'lucide-react';
import type { LiveEvent } from '../../lib/live/live-stream';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { lookOf } from '../events/event-words';
import { ConnectionLabel } from '../events/subject-label';
import { changeHref, changeSentence } from './change-words';

/** The newest changes of sources, mappings and golden records. */
export const ChangesPanel = ({ changes }: { readonly changes: readonly LiveEvent[] }) => (
  <Panel
    title="Recent changes"
    flush
    actions={
      <Link
        href="/events"
        className="target inline-flex items-center text-sm text-brand underline-offset-4 hover:underline"
      >
        All events
      </Link>
    }
  >
    {changes.length === 0 ? (
      <Empty icon={History} title="Nothing has changed yet">
        New sources, changed schemas, repairs and golden records stand here.
      </Empty>
    ) : (
      <ul aria-label="Recent changes">
        {changes.map((event) => (
          <ChangeRow key={event.id} event={event} />
        ))}
      </ul>
    )}
  </Panel>
);

const isOfConnection = ({ subject, data }: LiveEvent): boolean =>
  subject.kind === 'connection' || data['connection_id'] !== undefined;

/** An event as a sentence that leads to what it is about. */
export const ChangeRow = ({ event }: { readonly event: LiveEvent }) => {
  const { icon: Icon, colour } = lookOf(event);
  return (
    <li className="relative flex items-center gap-3 border-b border-line px-4 py-2.5 last:border-0 hover:bg-raised/60 sm:px-5">
      <span className={`shrink-0 rounded-lg p-2 ${colour}`}>
        <Icon aria-hidden className="size-4" />
      </span>
      <div className="min-w-0 flex-1 text-sm">
        <Link
          href={changeHref(event)}
          className="[overflow-wrap:anywhere] text-ink after:absolute after:inset-0 hover:underline"
        >
          {changeSentence(event)}
        </Link>
        <p className="flex flex-wrap gap-x-2 text-xs text-muted">
          {isOfConnection(event) && <ConnectionLabel event={event} />}
          <span className="relative z-10">
            <RelativeTime at={event.at} />
          </span>
        </p>
      </div>
    </li>
  );
};
