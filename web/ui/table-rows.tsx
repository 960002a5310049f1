import type { ReactNode } from 'react';
import { classNames } from './class-names';
import type { Column, DataTableProps } from './data-table';

export const bodyLook = 'max-md:flex max-md:flex-col';

interface FrameProps<T> extends Pick<DataTableProps<T>, 'caption' | 'columns'> {
  /** With the heading; only where not all rows are drawn. */
  readonly rowCount?: number;
  readonly children: ReactNode;
}

/** Caption and headings of a table; on phones the cells name themselves. */
export const Frame = <T,>({ caption, columns, rowCount, children }: FrameProps<T>) => (
  <table className="w-full text-left text-sm max-md:block" aria-rowcount={rowCount}>
    <caption className="sr-only">{caption}</caption>
    <thead className="max-md:sr-only">
      <tr className="border-b border-line text-muted">
        {columns.map(({ name, numeric }) => (
          <th
            key={name}
            scope="col"
            className={classNames(
              'px-4 py-2.5 font-medium first:pl-5 last:pr-5 md:max-lg:px-2',
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

/** One row; its first cell is its heading. */
export const Row = <T,>({ columns, row, index, measure }: RowProps<T>) => (
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
    'min-w-0 px-4 py-3 align-middle first:pl-5 last:pr-5 md:max-lg:px-2 max-md:p-0 max-md:first:pl-0 max-md:last:pr-0',
    numeric === true && 'numeric md:text-right',
  );
  if (heading) {
    return (
      <th scope="row" className={classNames(look, 'font-medium [overflow-wrap:anywhere]')}>
        {children}
      </th>
    );
  }
  return (
    <td className={classNames(look, 'max-md:flex max-md:items-baseline max-md:justify-between max-md:gap-4')}>
      <span aria-hidden className="shrink-0 text-muted md:hidden">
        {name}
      </span>
      <span
        className={classNames(
          'min-w-0 [overflow-wrap:anywhere] max-md:text-right',
          numeric !== true && 'lg:inline-block lg:min-w-20',
        )}
      >
        {children}
      </span>
    </td>
  );
};
