/** Gathers documents into a batch within the limits of rows and bytes. */
import type { Cell, Json } from '../../domain/json.ts';
import type { RowBatch, UnreadableRow } from '../contract.ts';
import { UnreadableDocument } from './bson-scalars.ts';
import { decodeFields } from './decode-bson.ts';

/** What is kept of a document that cannot be read. */
const keptRaw = 10_000;

export class BatchBuilder {
  #columns = new Map<string, number>();
  #rows: Cell[][] = [];
  #unreadable: UnreadableRow[] = [];
  #bytes = 0;
  /** The last `_id` in its key form; absent where no document had one. */
  lastId: Json | undefined;

  get count(): number {
    return this.#rows.length + this.#unreadable.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(document: Uint8Array): void {
    this.#bytes += document.byteLength;
    const row: Cell[] = new Array<Cell>(this.#columns.size).fill(undefined);
    try {
      decodeFields(document, (name, value) => {
        if (name === '_id') this.lastId = value;
        row[this.#columnOf(name)] = value;
      });
      this.#rows.push(row);
    } catch (error) {
      if (!(error instanceof UnreadableDocument)) throw error;
      this.#refuse(document, error);
    }
  }

  #columnOf(name: string): number {
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    const fresh = this.#columns.size;
    this.#columns.set(name, fresh);
    return fresh;
  }

  #refuse(document: Uint8Array, error: UnreadableDocument): void {
    this.#unreadable.push({
      position: `_id ${JSON.stringify(this.lastId ?? null)}`.slice(0, 200),
      raw: Buffer.from(document.subarray(0, keptRaw)).toString('base64'),
      code: error.code,
      message: `${error.message}: repair the document in the source`,
    });
  }

  /** Hands out what has been gathered and begins anew. Columns are the fields of these documents, in order of sight. */
  take(cursor: Json): RowBatch {
    const columns = [...this.#columns.keys()];
    for (const row of this.#rows) {
      const missing = columns.length - row.length;
      for (let at = 0; at < missing; at++) row.push(undefined);
    }
    const unreadable = this.#unreadable.length === 0 ? {} : { unreadable: this.#unreadable };
    const batch: RowBatch = { columns, rows: this.#rows, cursor, ...unreadable };
    this.#columns = new Map();
    this.#rows = [];
    this.#unreadable = [];
    this.#bytes = 0;
    return batch;
  }
}
