'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import { Table2 } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { capital, percentWords, plural, spaced } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Link } from '../../ui/link';
import { RelativeTime } from '../../ui/relative-time';
import { lineageHref, purposeWord } from '../lineage/node-words';

type Table = Schemas['SourceTable'];
type SourceColumn = Table['columns'][number];

type Values = Schemas['SourceValues'];

/** What the last read has measured, where it has; a column that it has not says nothing. */
const measuredColumns = ({ columns: measured }: Values): readonly Column<SourceColumn>[] => {
  const byName = new Map(measured.map((one) => [one.name, one]));
  return [
    {
      name: 'Empty',
      numeric: true,
      cell: ({ name }) => {
        const share = byName.get(name)?.empty_share;
        return share === undefined ? undefined : emptyWords(share);
      },
    },
    {
      name: 'Looks like',
      cell: ({ name }) => (
        <span className="flex flex-wrap gap-x-3 max-md:justify-end">
          {byName.get(name)?.shapes.map((shape) => (
            <code key={shape} className="text-xs [overflow-wrap:anywhere]">
              {shape}
            </code>
          ))}
        </span>
      ),
    },
  ];
};

/** A few empties are not none. */
const emptyWords = (share: number): string =>
  share > 0 && share < 0.005 ? 'below 1 %' : percentWords(share);

const columns: readonly Column<SourceColumn>[] = [
  {
    name: 'Column',
    cell: ({ id, name }) => (
      <Link
        href={lineageHref(id)}
        className="[overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline max-md:inline-flex max-md:min-h-11 max-md:items-center"
      >
        {name}
      </Link>
    ),
  },
  {
    name: 'Type',
    cell: ({ type, nullable }) => (nullable ? type : `${type}, never null`),
  },
  {
    name: 'Mapped to',
    cell: ({ targets, uses, lost }) => (
      <span className="flex flex-wrap gap-1 max-md:justify-end">
        {lost && <Badge tone="bad">Gone from its source</Badge>}
        {targets.map((target) => (
          <Link key={target} href={lineageHref(`field:${target}`)}>
            <Badge tone="info">{target}</Badge>
          </Link>
        ))}
        {uses.map((use) => (
          <Badge key={use}>{capital(purposeWord(use))}</Badge>
        ))}
        {targets.length === 0 && uses.length === 0 && <span className="text-muted">Kept as an extra</span>}
      </span>
    ),
  },
];

/** One table, opened to its columns; a page of closed ones holds none of their thousands. */
export const SourceTable = ({ table, open }: { readonly table: Table; readonly open: boolean }) => {
  const [opened, setOpened] = useState(open);
  return (
    <details
      open={open}
      className="group"
      onToggle={({ currentTarget }) => {
        setOpened(currentTarget.open);
      }}
    >
      <summary className="target flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 hover:bg-raised/60 sm:px-5">
        <Table2 aria-hidden className="size-4 shrink-0 text-source" />
        <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{table.object}</span>
        <span className="text-sm text-muted">{table.connection_name}</span>
        {table.entities.length === 0 ? (
          <Badge>Not mapped</Badge>
        ) : (
          table.entities.map((entity) => (
            <Badge key={entity} tone="info">
              {capital(spaced(entity))}
            </Badge>
          ))
        )}
        <span className="numeric ml-auto text-sm text-muted">
          {table.mapped_count} of {table.column_count} columns mapped
        </span>
      </summary>
      {opened && (
        <div className="border-t border-line">
          <OpenTable table={table} />
        </div>
      )}
    </details>
  );
};

const valuesQuery = ({ connection_id, object }: Table) =>
  queryOptions({
    queryKey: ['lineage', 'values', connection_id, object],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/dcl/ontology/sources/values', { params: { query: { connection_id, object } } }),
      ),
  });

/** The columns; what was measured of their values comes when it is there, and the table does not wait for it. */
const OpenTable = ({ table }: { readonly table: Table }) => {
  const { data: values } = useQuery(valuesQuery(table));
  const measured = values?.measured ?? null;
  return (
    <>
      {values !== undefined && measured !== null && (
        <p className="px-4 pt-3 text-xs text-muted sm:px-5">
          Empties and shapes of {plural(measured.rows, measured.whole ? 'row' : 'changed row')}, measured{' '}
          <RelativeTime at={measured.at} />. Letters stand as a, digits as 9; no value is shown.
        </p>
      )}
      <DataTable
        caption={`Columns of ${table.object}`}
        columns={
          values === undefined || measured === null ? columns : [...columns, ...measuredColumns(values)]
        }
        rows={table.columns}
        keyOf={({ id }) => id}
      />
    </>
  );
};
