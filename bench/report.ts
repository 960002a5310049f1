import Table from 'cli-table3';
import { median, range } from './statistics.ts';

/** A table of ranges on standard output: name, smallest, median, largest, and what the caller adds. */
export class Report {
  readonly #table: Table.Table;

  constructor(title: string, ...more: readonly string[]) {
    this.#table = new Table({
      head: [title, 'min', 'median', 'max', ...more],
      style: { head: [], border: [] },
    });
  }

  /** One line; `more` fills the caller's columns. */
  add(what: string, values: readonly number[], ...more: readonly (string | number)[]): void {
    this.#table.push([what, ...range(values).map((value) => shown(value)), ...more]);
  }

  print(): void {
    process.stdout.write(`${this.#table.toString()}\n`);
  }
}

const shown = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

/** Rows a second at the median of these seconds. */
export const perSecond = (rows: number, seconds: readonly number[]): number =>
  Math.round(rows / median(seconds));

/** A table on standard output. */
export const printTable = (head: readonly string[], lines: readonly (readonly string[])[]): void => {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const line of lines) table.push([...line]);
  process.stdout.write(`${table.toString()}\n`);
};
