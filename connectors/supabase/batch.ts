/** Gathers decoded rows into a batch within the limits of rows and bytes. */
import type { Cell, Json } from '../../domain/json.ts';
import type { RowBatch, UnreadableRow } from '../contract.ts';
import { cellsOf } from './copy-lines.ts';
import type { Line } from './copy-lines.ts';
import type { Column } from './columns.ts';
import { decoderOf } from './decode.ts';
import type { Decode } from './decode.ts';
import { UnreadableValue } from './parse-json.ts';

/** What is kept of a row that cannot be read. */
const keptRaw = 10_000;

const plain = (line: Line): string => (typeof line === 'string' ? line : line.toString('latin1'));

interface Decoder {
  readonly at: number;
  readonly decode: Decode;
}

export class BatchBuilder {
  readonly columns: readonly Column[];
  readonly #decoders: readonly Decoder[];
  readonly #places: readonly number[];
  #rows: Cell[][] = [];
  #unreadable: UnreadableRow[] = [];
  #bytes = 0;
  #lastLine: Line = '';

  /** `places` are the cells that say where a row stands in the read's order. */
  constructor(columns: readonly Column[], places: readonly number[]) {
    this.columns = columns;
    this.#places = places;
    this.#decoders = columns.flatMap((column, at) => {
      const decode = decoderOf(column);
      return decode === null ? [] : [{ at, decode }];
    });
  }

  get count(): number {
    return this.#rows.length + this.#unreadable.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The last row's cells, as text, at the places given. */
  lastPlace(): string[] {
    const cells = cellsOf(plain(this.#lastLine));
    return this.#places.map((at) => cells[at] ?? '');
  }

  /** Adds a line's row. Cells beyond the columns (a place that the server computed) are left out. */
  add(line: Line): void {
    this.#bytes += line.length + 1;
    this.#lastLine = line;
    if (typeof line !== 'string') {
      this.#refuse(plain(line), 'invalid_utf8', 'The row is not UTF-8: repair the bytes in the source');
      return;
    }
    const cells = cellsOf(line);
    cells.length = this.columns.length;
    try {
      this.#rows.push(this.#decoded(cells));
    } catch (error) {
      if (!(error instanceof UnreadableValue)) throw error;
      this.#refuse(line, error.code, `${error.message}: shorten it in the source`);
    }
  }

  /** Decodes in place: most cells stay the text that they are. */
  #decoded(cells: Cell[]): Cell[] {
    for (const { at, decode } of this.#decoders) {
      const cell = cells[at];
      if (typeof cell === 'string') cells[at] = decode(cell);
    }
    return cells;
  }

  #refuse(raw: string, code: string, message: string): void {
    this.#unreadable.push({ position: raw.slice(0, 80), raw: raw.slice(0, keptRaw), code, message });
  }

  /** Hands out what has been gathered and begins anew. */
  take(cursor: Json): RowBatch {
    const batch: RowBatch = {
      columns: this.columns.map((column) => column.name),
      rows: this.#rows,
      cursor,
      ...(this.#unreadable.length === 0 ? {} : { unreadable: this.#unreadable }),
    };
    this.#rows = [];
    this.#unreadable = [];
    this.#bytes = 0;
    return batch;
  }
}
