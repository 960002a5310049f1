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

/** A table; on phones each row is a card that names every value. The first column is the row's heading. */
export const DataTable = <T,>({ caption, columns, rows, keyOf }: DataTableProps<T>) => (
  <table className="w-full text-left text-sm max-md:block">
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
    <tbody className="max-md:flex max-md:flex-col">
      {rows.map((row) => (
        <tr
          key={keyOf(row)}
          className="border-b border-line transition-colors last:border-0 hover:bg-raised/60 max-md:flex max-md:flex-col max-md:gap-2 max-md:px-4 max-md:py-3"
        >
          {columns.map((column, index) => (
            <Cell key={column.name} column={column} heading={index === 0}>
              {column.cell(row)}
            </Cell>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
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
