import Table from 'cli-table3';

/** One line per row: no rules between rows, no colours. */
const chars = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** Rows as a table for a person. */
export const tableText = (
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string => {
  const table = new Table({ head: [...head], style: { head: [], border: [] }, chars });
  table.push(...rows.map((row) => row.map((cell) => String(cell ?? ''))));
  return table.toString();
};
