'use client';

import { useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import type { LiveEvent } from '../../lib/live/live-stream';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { CopyButton } from '../../ui/copy-button';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { ChangeRow } from '../dashboard/changes-panel';
import { changeSentence } from '../dashboard/change-words';
import { levelOf } from '../events/event-words';
import { useEventList } from '../events/use-event-list';

const told = 6;

interface News {
  readonly types: string;
  /** So many are looked at for those that are told. */
  readonly looked: number;
  readonly isNews: (event: LiveEvent) => boolean;
  readonly none: string;
}

const ofTypes =
  (types: string) =>
  ({ type }: LiveEvent): boolean =>
    types.split(',').some((one) => (one.endsWith('*') ? type.startsWith(one.slice(0, -1)) : type === one));

/** What the picture is made of and what changes it; the other events are no news here. */
const makingTypes = 'dcl.*,golden.*,drift.*,repair.*,mapping.*,agent.*,canonical.*';
/** Among these are the warnings and errors. */
const troublingTypes =
  'drift.opened,drift.updated,repair.waiting,repair.expired,repair.failed,connection.changed,agent.failed,' +
  'writeback.conflict,writeback.failed,writeback.undo_failed,task.ended,ingest.discarded';

const levels: Readonly<Record<'all' | 'trouble', News>> = {
  all: {
    types: makingTypes,
    looked: told,
    isNews: ofTypes(makingTypes),
    none: 'Nothing has happened yet',
  },
  trouble: {
    types: troublingTypes,
    looked: 100,
    isNews: (event) => levelOf(event) !== 'info',
    none: 'No warning and no error among the newest events',
  },
};

const lineOf = (event: LiveEvent): string => `${event.at} ${levelOf(event)} ${changeSentence(event)}`;

/** What has come since, and what was there; nothing until the latter is known. */
const newest = (
  fresh: readonly LiveEvent[],
  logged: readonly LiveEvent[] | undefined,
): readonly LiveEvent[] => {
  if (logged === undefined) return [];
  const known = new Set(logged.map(({ id }) => id));
  return [...fresh.filter(({ id }) => !known.has(id)), ...logged];
};

/** What happened to the data, newest first; `?level=trouble` leaves warnings and errors. */
export const Narration = () => {
  const [params, change] = useUrlState();
  const level = params.get('level') === 'trouble' ? 'trouble' : 'all';
  const { types, looked, isNews, none } = levels[level];
  const live = useEventList();
  const log = useQuery({
    queryKey: ['events', 'narration', level],
    queryFn: async () =>
      (await answerOf(api.GET('/api/v1/events', { params: { query: { types, limit: looked } } }))).data,
  });
  const events = newest(live.shown, log.data).filter(isNews).slice(0, told);
  return (
    <Panel
      title="Narration"
      actions={
        <Link
          href="/events"
          className="target inline-flex items-center text-sm text-brand underline underline-offset-4"
        >
          All events
        </Link>
      }
      flush
    >
      {/* Not within what waits for the events: whoever chooses keeps the focus. */}
      <div className="flex items-end gap-2 px-4 pt-3 pb-2 sm:px-5">
        <FilterSelect
          label="Level"
          value={level === 'all' ? '' : level}
          options={[['trouble', 'Warnings and errors']]}
          onChange={(value) => {
            change({ level: value });
          }}
        />
        {events.length > 0 && <CopyButton label="the narration" text={events.map(lineOf).join('\n')} />}
      </div>
      <AsyncPanel query={log} rows={3}>
        {() =>
          events.length === 0 ? (
            <Empty icon={ScrollText} title={none} />
          ) : (
            <ol aria-label="Narration">
              {events.map((event) => (
                <ChangeRow key={event.id} event={event} />
              ))}
            </ol>
          )
        }
      </AsyncPanel>
    </Panel>
  );
};
