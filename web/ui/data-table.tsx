'use client';

import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { soon } from '../lib/late';
import type { LongTable } from './long-table';
import { bodyLook, Frame, Row } from './table-rows';

export interface Column<T> {
  readonly name: string;
  readonly cell: (row: T) => ReactNode;
  /** Numbers stand right, in figures of one width. */
  readonly numeric?: boolean;
}

export interface DataTableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}

/** With more rows than this only those near the screen are drawn. */
const longFrom = 100;

const loadLong = soon(() => import('./long-table').then((module) => module.LongTable));

/** A table; on phones each row is a card that names every value. The first column is the row's heading. */
export const DataTable = <T,>(props: DataTableProps<T>) => {
  const [Long, setLong] = useState<typeof LongTable>();
  const isLong = props.rows.length > longFrom;
  useEffect(() => {
    if (isLong)
      void loadLong().then((loaded) => {
        setLong(() => loaded);
      });
  }, [isLong]);
  return isLong && Long !== undefined ? (
    <Long {...props} />
  ) : (
    <Frame {...props}>
      <tbody className={bodyLook}>
        {props.rows.map((row) => (
          <Row key={props.keyOf(row)} columns={props.columns} row={row} />
        ))}
      </tbody>
    </Frame>
  );
};
