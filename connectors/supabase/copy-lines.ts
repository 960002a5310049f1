/**
 * The text format of COPY: one line per row, tabs between columns, backslash escapes, `\N` for null.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 * Twice as fast as rows of the extended protocol: one decoding per chunk instead of one per value.
 */
import { isUtf8 } from 'node:buffer';

const newline = 0x0a;

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const unescaped = (cell: string): string =>
  cell.replace(/\\(.)/gs, (_all, next: string) => escapes[next] ?? next);

/** The cells of a line as text, null for SQL null. */
export const cellsOf = (line: string): (string | null)[] => {
  const cells: (string | null)[] = line.split('\t');
  if (!line.includes('\\')) return cells;
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] as string;
    if (cell === '\\N') cells[at] = null;
    else if (cell.includes('\\')) cells[at] = unescaped(cell);
  }
  return cells;
};

/** A line, or the bytes of one that is not UTF-8 (servers with encoding SQL_ASCII check nothing). */
export type Line = string | Buffer;

const linesOf = (bytes: Buffer): Line[] => {
  if (isUtf8(bytes)) return bytes.toString('utf8').split('\n');
  const lines: Line[] = [];
  for (let start = 0; start <= bytes.length;) {
    const found = bytes.indexOf(newline, start);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    lines.push(isUtf8(line) ? line.toString('utf8') : line);
    start = end + 1;
  }
  return lines;
};

/** Cuts chunks of COPY output into whole lines; call `push` in order, a chunk's unfinished line waits for the next. */
export const lineCutter = (): { push: (chunk: Buffer) => Line[] } => {
  let waiting: Buffer[] = [];
  return {
    push: (chunk) => {
      const end = chunk.lastIndexOf(newline);
      if (end === -1) {
        waiting.push(chunk);
        return [];
      }
      const whole =
        waiting.length === 0 ? chunk.subarray(0, end) : Buffer.concat([...waiting, chunk.subarray(0, end)]);
      waiting = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
      return linesOf(whole);
    },
  };
};
