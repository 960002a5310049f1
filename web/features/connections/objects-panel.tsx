'use client';

import { LoaderCircle, RefreshCw } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { useLiveRefresh } from '../../lib/live/use-live-refresh';
import { usePages } from '../../lib/use-pages';
import { countWords, plural, reasonWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { Link } from '../../ui/link';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { UserName } from '../settings/user-name';
import { loadObjects } from './connection-queries';
import { NothingDiscovered } from './nothing-discovered';
import { ObjectActions } from './object-actions';
import { ObjectStateBadge } from './object-state';

type SourceObject = Schemas['SourceObject'];

const atMostEveryMs = 2_000;
const link = 'target inline-flex items-center text-brand underline underline-offset-4';

/** Each object of the source by itself: how it stands, and what can be done about it alone. */
export const ObjectsPanel = ({ id }: { readonly id: string }) => {
  const queryKey = ['connection', id, 'objects'];
  const pages = usePages(queryKey, (cursor) => loadObjects(id, cursor));
  useLiveRefresh(queryKey, atMostEveryMs);
  return (
    <Panel title="Objects" note="Each is read by itself: one that fails or is paused stops no other." flush>
      <AsyncPanel query={pages}>
        {(objects) =>
          objects.length === 0 ? (
            <NothingDiscovered />
          ) : (
            <ul aria-label="Objects">
              {objects.map((object) => (
                <li
                  key={object.object}
                  className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-b border-line p-4 text-sm last:border-0 sm:p-5"
                >
                  <OneObject object={object} />
                  <ObjectActions connection={id} object={object} />
                </li>
              ))}
            </ul>
          )
        }
      </AsyncPanel>
      <MoreRows pages={pages} />
    </Panel>
  );
};

const OneObject = ({ object }: { readonly object: SourceObject }) => (
  <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1.5">
    <div className="flex flex-wrap items-center gap-2">
      <h3 className="min-w-0 text-base [overflow-wrap:anywhere] text-source-ink">{object.object}</h3>
      <ObjectStateBadge state={object.state} />
      {object.reading && (
        <Badge tone="info" icon={LoaderCircle} spin>
          Being read
        </Badge>
      )}
      {object.anew_asked_at !== null && (
        <Badge tone="info" icon={RefreshCw}>
          To be read anew
        </Badge>
      )}
      {object.mapped_to.map((entity) => (
        <Badge key={entity} tone="info">
          {entity}
        </Badge>
      ))}
    </div>
    {object.paused_at !== null ? (
      <p>
        Paused <RelativeTime at={object.paused_at} />
        {object.paused_by !== null && (
          <>
            {' by '}
            <UserName id={object.paused_by} />
          </>
        )}
        : left out of ingests and looks; it will be read on from where it was.
      </p>
    ) : (
      object.reason !== null && <p className="[overflow-wrap:anywhere]">{reasonWords(object.reason)}</p>
    )}
    {object.mapped_to.length > 0 ? (
      <LastRead object={object} />
    ) : (
      <p className="text-muted">No mapping reads it, so its rows stay in the source.</p>
    )}
    <Waiting object={object} />
  </div>
);

const LastRead = ({
  object: { last_read_at, last_read, mode, midway, reading },
}: {
  readonly object: SourceObject;
}) => (
  <p className="text-muted">
    {last_read_at === null ? (
      'Not read to its end yet'
    ) : (
      <>
        Read <RelativeTime at={last_read_at} />
        {mode === 'incremental' ? ', changes alone' : ', whole'}
      </>
    )}
    {last_read !== null && (
      <>
        {': '}
        <span className="numeric">
          {plural(last_read.rows, 'row')}, {plural(last_read.events, 'event')}
          {last_read.deleted > 0 && ` (${plural(last_read.deleted, 'deletion')})`}
        </span>
      </>
    )}
    {midway && !reading && ' A read has begun that has not come to its end: the next goes on from there.'}
  </p>
);

const Waiting = ({ object: { waiting, ticket, last_read } }: { readonly object: SourceObject }) => {
  const held = waiting.quarantined + waiting.parked;
  return (
    (held > 0 || ticket !== null || last_read !== null) && (
      <p className="flex flex-wrap items-center gap-x-4">
        {held > 0 && (
          <span>
            {plural(held, 'record')} held: {countWords(waiting.quarantined)} quarantined,{' '}
            {countWords(waiting.parked)} parked
          </span>
        )}
        {last_read !== null && (
          <Link href={`/tasks/${last_read.task_id}`} className={link}>
            Task of its last read
          </Link>
        )}
        {ticket !== null && (
          <Link href={`/monitor/tickets/${ticket.drift_event_id}`} className={link}>
            Its ticket
          </Link>
        )}
      </p>
    )
  );
};
