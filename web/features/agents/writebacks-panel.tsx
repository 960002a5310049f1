'use client';

import { PenLine } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { ListWithDetails } from '../../ui/list-with-details';
import { RelativeTime } from '../../ui/relative-time';
import { ConnectionName } from '../connections/connection-name';
import { valueText } from '../records/record-words';
import { writebackLook, writebackStates } from './agent-words';
import type { Writeback } from './agent-words';
import { WritebackBadge } from './writeback-badge';
import { WritebackDetails } from './writeback-details';

const columnsOf = (open: (id: string) => void): readonly Column<Writeback>[] => [
  {
    name: 'Change',
    cell: ({ writeback_id, summary }) => (
      <button
        type="button"
        onClick={() => {
          open(writeback_id);
        }}
        className="text-left [overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline max-md:min-h-11"
      >
        {summary}
      </button>
    ),
  },
  { name: 'Source', cell: ({ connection_id }) => <ConnectionName id={connection_id} /> },
  {
    name: 'From and to',
    cell: ({ field, seen, proposed }) => (
      <>
        <span className="block text-muted">{field}</span>
        {valueText(seen)} → {valueText(proposed)}
      </>
    ),
  },
  { name: 'State', cell: ({ state }) => <WritebackBadge state={state} /> },
  { name: 'Proposed', cell: ({ created_at }) => <RelativeTime at={created_at} /> },
];

/** Changes that agents propose to sources, newest first. */
export const WritebacksPanel = () => {
  const [params, change] = useUrlState();
  const state = writebackStates.find((one) => one === params.get('state'));
  const pages = usePages(
    ['writebacks', { state }],
    (cursor) =>
      answerOf(
        api.GET('/api/v1/writebacks', {
          params: {
            query: {
              ...(state === undefined ? {} : { state }),
              ...(cursor === undefined ? {} : { cursor }),
            },
          },
        }),
      ),
    { refetchInterval: useFallbackInterval() },
  );
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <FilterSelect
          label="State"
          value={state ?? ''}
          options={writebackStates.map((one) => [one, writebackLook(one).word])}
          onChange={(value) => {
            change({ state: value });
          }}
        />
      </div>
      <ListWithDetails
        pages={pages}
        param="writeback"
        title="Write-back"
        empty={
          <Empty
            icon={PenLine}
            title={state === undefined ? 'No change is proposed' : 'No change is in that state'}
          >
            Agents that may suggest propose changes where a finding calls for one.
          </Empty>
        }
        list={(rows, open) => (
          <DataTable
            caption="Write-backs"
            columns={columnsOf(open)}
            rows={rows}
            keyOf={({ writeback_id }) => writeback_id}
          />
        )}
        details={(id) => <WritebackDetails id={id} />}
      />
    </>
  );
};
