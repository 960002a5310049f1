'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

export interface Column<T> {
  readonly name: string;
  readonly cell: (row: T) => ReactNode;
  /** Numbers stand right, in figures of one width. */
  readonly numeric?: boolean;
}

interface DataTableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}

/** With more rows than this only those near the screen are drawn. */
const longFrom = 100;

/** A table; on phones each row is a card that names every value. The first column is the row's heading. */
export const DataTable = <T,>(props: DataTableProps<T>) =>
  props.rows.length > longFrom ? (
    <LongTable {...props} />
  ) : (
    <Frame {...props}>
      <tbody className={bodyLook}>
        {props.rows.map((row) => (
          <Row key={props.keyOf(row)} columns={props.columns} row={row} />
        ))}
      </tbody>
    </Frame>
  );

const bodyLook = 'max-md:flex max-md:flex-col';
/** About the height of a row of two lines; each is measured once it is drawn. */
const usualHeight = 64;

const LongTable = <T,>(props: DataTableProps<T>) => {
  const { rows, columns, keyOf } = props;
  const [top, setTop] = useState(0);
  const place = useCallback((body: HTMLTableSectionElement | null) => {
    if (body !== null) setTop(body.getBoundingClientRect().top + window.scrollY);
  }, []);
  const { getVirtualItems, getTotalSize, measureElement } = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => usualHeight,
    getItemKey: (at) => {
      const row = rows[at];
      return row === undefined ? at : keyOf(row);
    },
    overscan: 8,
    scrollMargin: top,
  });
  const drawn = getVirtualItems();
  const above = (drawn[0]?.start ?? top) - top;
  const below = getTotalSize() - ((drawn.at(-1)?.end ?? top) - top);
  return (
    <Frame {...props} rowCount={rows.length + 1}>
      <tbody ref={place} className={bodyLook}>
        <Gap height={above} />
        {drawn.map(({ key, index }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <Row key={key} columns={columns} row={row} index={index} measure={measureElement} />
            )
          );
        })}
        <Gap height={below} />
      </tbody>
    </Frame>
  );
};

/** Stands for rows that are not drawn. */
const Gap = ({ height }: { readonly height: number }) =>
  height > 0 && (
    <tr aria-hidden className="block">
      <td className="block p-0" style={{ height }} />
    </tr>
  );

interface FrameProps<T> extends Pick<DataTableProps<T>, 'caption' | 'columns'> {
  /** With the heading; only where not all rows are drawn. */
  readonly rowCount?: number;
  readonly children: ReactNode;
}

const Frame = <T,>({ caption, columns, rowCount, children }: FrameProps<T>) => (
  <table className="w-full text-left text-sm max-md:block" aria-rowcount={rowCount}>
    <caption className="sr-only">{caption}</caption>
    <thead className="max-md:sr-only">
      <tr className="border-b border-line text-muted">
        {columns.map(({ name, numeric }) => (
          <th
            key={name}
            scope="col"
            className={classNames(
              'px-4 py-2.5 font-medium first:pl-5 last:pr-5',
              numeric === true && 'text-right',
            )}
          >
            {name}
          </th>
        ))}
      </tr>
    </thead>
    {children}
  </table>
);

interface RowProps<T> {
  readonly columns: readonly Column<T>[];
  readonly row: T;
  /** Its place among all rows, where not all are drawn. */
  readonly index?: number;
  readonly measure?: (element: HTMLTableRowElement | null) => void;
}

const Row = <T,>({ columns, row, index, measure }: RowProps<T>) => (
  <tr
    ref={measure}
    data-index={index}
    aria-rowindex={index === undefined ? undefined : index + 2}
    className="border-b border-line transition-colors last:border-0 hover:bg-raised/60 max-md:flex max-md:flex-col max-md:gap-2 max-md:px-4 max-md:py-3"
  >
    {columns.map((column, at) => (
      <Cell key={column.name} column={column} heading={at === 0}>
        {column.cell(row)}
      </Cell>
    ))}
  </tr>
);

interface CellProps {
  readonly column: { readonly name: string; readonly numeric?: boolean };
  readonly heading: boolean;
  readonly children: ReactNode;
}

const Cell = ({ column: { name, numeric }, heading, children }: CellProps) => {
  const look = classNames(
    'min-w-0 px-4 py-3 align-middle first:pl-5 last:pr-5 max-md:p-0 max-md:first:pl-0 max-md:last:pr-0',
    numeric === true && 'numeric md:text-right',
  );
  if (heading) {
    return (
      <th scope="row" className={classNames(look, 'font-medium')}>
        {children}
      </th>
    );
  }
  return (
    <td className={classNames(look, 'max-md:flex max-md:items-baseline max-md:justify-between max-md:gap-4')}>
      <span aria-hidden className="shrink-0 text-muted md:hidden">
        {name}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere] max-md:text-right">{children}</span>
    </td>
  );
};
