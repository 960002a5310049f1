'use client';

import { Database, SearchX } from 'lucide-react';
import { useId } from 'react';
import { answerOf, api } from '../../lib/api-client';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { Input } from '../../ui/input';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
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
        <NameFilter key={q} value={q} />
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

const NameFilter = ({ value }: { readonly value: string }) => {
  const [, change] = useUrlState();
  const id = useId();
  return (
    <form
      role="search"
      className="flex min-w-0 flex-1 flex-col gap-1 max-sm:basis-full sm:max-w-72"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get('q');
        change({ q: typeof text === 'string' ? text.trim() : '' });
      }}
    >
      <label htmlFor={id} className="text-xs text-muted">
        Table or column, then Enter
      </label>
      <Input id={id} name="q" type="search" defaultValue={value} />
    </form>
  );
};
