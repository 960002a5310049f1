import type { Json } from '../../../../domain/json.ts';
import type { Dialect } from './dialect.ts';

/** One record of a delimited text, with its line break; cells are quoted only where they must be. */
export function formatRecord(cells: readonly string[], dialect: Dialect): string {
  const line = cells.map((cell) => formatCell(cell, dialect)).join(dialect.delimiter);
  // A blank line would be passed over when it is read again.
  return (line === '' ? dialect.quote + dialect.quote : line) + dialect.lineBreak;
}

function formatCell(cell: string, { delimiter, quote, escape }: Dialect): string {
  const plain = !cell.includes(delimiter) && !cell.includes(quote) && !/[\r\n]/.test(cell);
  if (plain) return cell;
  const doubled =
    escape === 'double' ? cell.replaceAll(quote, quote + quote) : cell.replace(/["'\\]/g, '\\$&');
  return quote + doubled + quote;
}

/** A value as the text of a cell: null is the empty cell, nested values are JSON. */
export function cellText(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
