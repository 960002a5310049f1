'use client';

import { Download, Users } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { Link } from '../../ui/link';
import { MoreRows } from '../../ui/more-rows';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { SearchForm } from '../../ui/search-form';
import { GenerationPanel } from './generation-panel';
import { recordFilter, recordsRequest } from './record-queries';
import {
  entityList,
  entityWords,
  fieldWord,
  nameOf,
  recordHref,
  sourceCount,
  valueText,
} from './record-words';
import type { Entity, GoldenRecord } from './record-words';
import { useExport } from './use-export';

const columnsOf = (entity: Entity): readonly Column<GoldenRecord>[] => [
  {
    name: 'Record',
    cell: (record) => (
      <Link
        href={recordHref(entity, record.golden_id)}
        className="[overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline max-md:inline-flex max-md:min-h-11"
      >
        {nameOf(record)}
      </Link>
    ),
  },
  ...entityWords(entity).shown.map((field) => ({
    name: fieldWord(field),
    cell: ({ values }: GoldenRecord) => valueText(values[field]),
  })),
  { name: 'Source records', numeric: true, cell: (record) => sourceCount(record) },
];

/** What all sources together know of each company, person, deal, resource and cost. */
export const RecordsPage = () => {
  const [params, change] = useUrlState();
  const filter = recordFilter(params);
  const { entity, wanted } = filter;
  const { findBy } = entityWords(entity);
  const download = useExport();
  const pages = usePages(['dcl', 'list', entity, wanted], (cursor) =>
    answerOf(api.GET(...recordsRequest(filter, cursor))),
  );
  return (
    <>
      <PageHeader
        title="Records"
        note="Golden records: what all sources together know. Every value names the record that it comes from."
        actions={(['csv', 'parquet'] as const).map((format) => (
          <Button
            key={format}
            icon={Download}
            busy={download.isPending && download.variables.format === format}
            onClick={() => {
              download.mutate({ entity, format });
            }}
          >
            {format === 'csv' ? 'CSV' : 'Parquet'}
          </Button>
        ))}
      />
      <div className="flex flex-col gap-5">
        <GenerationPanel />
        <div className="flex flex-wrap items-end gap-3">
          <FilterSelect
            label="Entity"
            all={false}
            value={entity}
            options={entityList.map((one) => [one, entityWords(one).many])}
            onChange={(value) => {
              change({ entity: value, find: '' });
            }}
          />
          <SearchForm
            key={entity}
            label={`${fieldWord(findBy)} is exactly`}
            value={wanted}
            className="flex-1 max-sm:basis-full sm:max-w-md"
            onFind={(find) => {
              change({ find });
            }}
          />
        </div>
        <Panel flush>
          <AsyncPanel query={pages}>
            {(rows) =>
              rows.length > 0 ? (
                <DataTable
                  caption={entityWords(entity).many}
                  columns={columnsOf(entity)}
                  rows={rows}
                  keyOf={({ golden_id }) => golden_id}
                />
              ) : (
                <Empty
                  icon={Users}
                  title={wanted === '' ? 'No golden records yet' : 'No record has that value'}
                >
                  {wanted === ''
                    ? 'Ingest a source, then connect: records are put together then.'
                    : undefined}
                </Empty>
              )
            }
          </AsyncPanel>
          <MoreRows pages={pages} />
        </Panel>
      </div>
    </>
  );
};
