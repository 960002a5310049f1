import Table from 'cli-table3';

/** One line per row: no rules between rows, no colours. */
const chars = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
/** On both sides of a cell together. */
const padding = 2;

/** Rows as a table for a person, as wide as `columns` where words allow it; without them, as wide as it needs. */
export const tableText = (
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  columns = process.stdout.isTTY ? process.stdout.columns : undefined,
): string => {
  const texts = rows.map((row) => row.map((cell) => String(cell ?? '')));
  const fitting =
    columns === undefined ? {} : { colWidths: fittedWidths([head, ...texts], columns), wordWrap: true };
  const table = new Table({ head: [...head], style: { head: [], border: [] }, chars, ...fitting });
  table.push(...texts);
  return table.toString();
};

/** Takes from the column that has most to give, and never so much that a word, such as an id, would break. */
const fittedWidths = (lines: readonly (readonly string[])[], columns: number): number[] => {
  const places = lines[0]?.map((_, at) => at) ?? [];
  const widest = (at: number, pieces: RegExp): number =>
    padding +
    Math.max(0, ...lines.flatMap((line) => (line[at] ?? '').split(pieces).map((part) => part.length)));
  const widths = places.map((at) => widest(at, /\n/));
  const least = places.map((at) => widest(at, /\s/));
  const spare = (at: number): number => (widths[at] ?? 0) - (least[at] ?? 0);
  const borders = places.length + 1;
  for (let over = widths.reduce((sum, width) => sum + width, borders) - columns; over > 0; over -= 1) {
    const giver = places.reduce((best, at) => (spare(at) > spare(best) ? at : best), 0);
    if (spare(giver) <= 0) break;
    widths[giver] = (widths[giver] ?? 0) - 1;
  }
  return widths;
};
