import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { cellWords, isNumeric } from './answer-words';
import type { Answer } from './answer-words';
import { CitedRecords } from './cited-records';

type Table = NonNullable<Answer['table']>;

interface AnswerRow {
  readonly key: string;
  readonly cells: readonly unknown[];
  readonly cited: Answer['citations'];
}

const currencyOf = (
  { columns }: Table,
  { cells }: AnswerRow,
  column: Table['columns'][number],
): string | null => {
  const at = columns.findIndex(({ name }) => name === column.currency_in);
  const currency = cells[at];
  return typeof currency === 'string' ? currency : null;
};

/** The rows of an answer; money stands with its currency, and every row names the records behind it. */
export const AnswerTable = ({ table, caption }: { readonly table: Table; readonly caption: string }) => {
  const currencies = new Set(table.columns.map(({ currency_in }) => currency_in));
  const columns: Column<AnswerRow>[] = table.columns
    .map((column, at) => ({ column, at }))
    .filter(({ column }) => !currencies.has(column.name))
    .map(({ column, at }) => ({
      name: column.label,
      numeric: isNumeric(column.type),
      cell: (row) => cellWords(row.cells[at], column.type, currencyOf(table, row, column)),
    }));
  const rows = table.rows.map((cells, at) => ({ key: String(at), cells, cited: table.cited[at] ?? [] }));
  const hasCited = rows.some(({ cited }) => cited.length > 0);
  return (
    <DataTable
      caption={caption}
      columns={[
        ...columns,
        ...(hasCited
          ? [
              {
                name: 'Records that weigh most',
                cell: ({ cited }: AnswerRow) => <CitedRecords citations={cited} />,
              },
            ]
          : []),
      ]}
      rows={rows}
      keyOf={({ key }) => key}
    />
  );
};
