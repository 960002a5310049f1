'use client';

import { Database, SearchX } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { SearchForm } from '../../ui/search-form';
import { ConnectionFilter } from '../connections/connection-filter';
import { SourceTable } from './source-table';

/** Every table of every source with its columns, and what each is mapped to. */
export const UniverseTab = () => {
  const [params, change] = useUrlState();
  const connection = params.get('connection') ?? '';
  const unmapped = params.get('mapped') === 'no';
  const q = params.get('q') ?? '';
  const refetchInterval = useFallbackInterval();
  const pages = usePages(
    ['lineage', 'universe', { connection, unmapped, q }],
    (cursor) =>
      answerOf(
        api.GET('/api/v1/dcl/ontology/sources', {
          params: {
            query: {
              ...(connection === '' ? {} : { connection_id: connection }),
              ...(unmapped ? { unmapped: 'true' as const } : {}),
              ...(q === '' ? {} : { q }),
              ...(cursor === undefined ? {} : { cursor }),
            },
          },
        }),
      ),
    { refetchInterval },
  );
  const narrowed = connection !== '' || unmapped || q !== '';
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <SearchForm
          label="Table or column"
          name="Tables"
          value={q}
          className="flex-1 max-sm:basis-full sm:max-w-80"
          onFind={(words) => {
            change({ q: words });
          }}
        />
        <ConnectionFilter
          value={connection}
          onChange={(value) => {
            change({ connection: value });
          }}
        />
        <FilterSelect
          label="Columns"
          value={unmapped ? 'no' : ''}
          options={[['no', 'With unmapped ones']]}
          onChange={(value) => {
            change({ mapped: value });
          }}
        />
      </div>
      <Panel title="Tables" note="Open one to see its columns." flush>
        <AsyncPanel query={pages}>
          {(tables) =>
            tables.length > 0 ? (
              <ul aria-label="Tables of the sources" className="flex flex-col divide-y divide-line">
                {tables.map((table) => (
                  <li key={table.id}>
                    <SourceTable table={table} open={tables.length === 1} />
                  </li>
                ))}
              </ul>
            ) : narrowed ? (
              <Empty
                icon={SearchX}
                title="No table matches"
                action={
                  <Button
                    onClick={() => {
                      change({ connection: '', mapped: '', q: '' });
                    }}
                  >
                    Clear the filters
                  </Button>
                }
              />
            ) : (
              <Empty icon={Database} title="No table has been seen yet">
                The tables of a connection are seen at its first check or ingest.
              </Empty>
            )
          }
        </AsyncPanel>
        <MoreRows pages={pages} />
      </Panel>
    </>
  );
};
