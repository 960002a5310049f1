'use client';

import { ShieldCheck } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { latePanel } from '../../ui/late-panel';
import { ListWithDetails } from '../../ui/list-with-details';
import { PageHeader } from '../../ui/page-header';
import { RelativeTime } from '../../ui/relative-time';
import { ConnectionFilter } from '../connections/connection-filter';
import { ConnectionName } from '../connections/connection-name';
import { HeldStateBadge, heldStates, heldStateWord } from './held-state';

const HeldRecord = latePanel(() => import('./held-record').then((module) => module.HeldRecord));

type Held = Schemas['QuarantinedRecord'];

const columnsOf = (open: (id: string) => void): readonly Column<Held>[] => [
  {
    name: 'Record',
    cell: ({ quarantine_id, record_key, position, stream }) => (
      <button
        type="button"
        onClick={() => {
          open(quarantine_id);
        }}
        className="max-w-80 text-left font-medium [overflow-wrap:anywhere] lg:min-w-52 text-brand underline-offset-4 hover:underline max-md:min-h-11"
      >
        {record_key ?? position ?? stream}
      </button>
    ),
  },
  {
    name: 'Reason',
    cell: ({ reasons }) => (
      <span className="block max-w-96">
        {reasons[0]?.message ?? 'No reason is given'}
        {reasons.length > 1 && <span className="text-muted"> and {reasons.length - 1} more</span>}
      </span>
    ),
  },
  { name: 'Connection', cell: ({ connection_id }) => <ConnectionName id={connection_id} /> },
  { name: 'State', cell: ({ state }) => <HeldStateBadge state={state} /> },
  { name: 'Last seen', cell: ({ last_seen_at }) => <RelativeTime at={last_seen_at} /> },
];

export const QuarantinePage = () => {
  const [params, change] = useUrlState();
  const state = heldStates.find((one) => one === params.get('state'));
  const connection = params.get('connection') ?? '';
  const pages = usePages(['quarantine', { state, connection }], (cursor) =>
    answerOf(
      api.GET('/api/v1/quarantine', {
        params: {
          query: {
            ...(state === undefined ? {} : { state }),
            ...(connection === '' ? {} : { connection_id: connection }),
            ...(cursor === undefined ? {} : { cursor }),
          },
        },
      }),
    ),
  );
  const filtered = state !== undefined || connection !== '';
  return (
    <>
      <PageHeader
        title="Quarantine"
        note="Records that were held back instead of being guessed at, each with its reason. None is lost."
      />
      <div className="mb-4 flex flex-wrap gap-3">
        <FilterSelect
          label="State"
          value={state ?? ''}
          options={heldStates.map((one) => [one, heldStateWord(one)])}
          onChange={(value) => {
            change({ state: value });
          }}
        />
        <ConnectionFilter
          value={connection}
          onChange={(value) => {
            change({ connection: value });
          }}
        />
      </div>
      <ListWithDetails
        pages={pages}
        param="record"
        title="Record held"
        empty={
          <Empty
            icon={ShieldCheck}
            title={filtered ? 'No record matches' : 'Nothing is held'}
            {...(filtered
              ? {
                  action: (
                    <Button
                      onClick={() => {
                        change({ state: '', connection: '' });
                      }}
                    >
                      Clear the filters
                    </Button>
                  ),
                }
              : {})}
          >
            {filtered ? undefined : 'Rows that cannot be read or mapped would wait here for a decision.'}
          </Empty>
        }
        list={(rows, open) => (
          <DataTable
            caption="Records held"
            columns={columnsOf(open)}
            rows={rows}
            keyOf={({ quarantine_id }) => quarantine_id}
          />
        )}
        details={(id, close) => <HeldRecord id={id} onDone={close} />}
      />
    </>
  );
};
