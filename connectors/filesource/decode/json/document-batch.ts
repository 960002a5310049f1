import type { Cell } from '../../../../domain/json.ts';
import { BatchBuilder } from '../batch-builder.ts';
import type { BatchLimits, DecodedBatch } from '../batch-builder.ts';
import { shownRaw } from '../text/shown-raw.ts';
import { parseDocument } from './parse-document.ts';

/** Gathers documents into batches whose columns are all the top-level keys that the batch's documents hold. */
export class DocumentBatch {
  private readonly builder: BatchBuilder;
  private columns = new Map<string, number>();
  private rows: Cell[][] = [];

  constructor(limits: BatchLimits) {
    this.builder = new BatchBuilder(limits);
  }

  get full(): boolean {
    return this.builder.full;
  }

  get isEmpty(): boolean {
    return this.builder.isEmpty;
  }

  add(bytes: Buffer, position: string): void {
    const parsed = parseDocument(bytes);
    if ('code' in parsed) {
      this.refuse(bytes, position, parsed);
      return;
    }
    const row: Cell[] = [];
    for (const [key, value] of Object.entries(parsed.document)) {
      let place = this.columns.get(key);
      if (place === undefined) this.columns.set(key, (place = this.columns.size));
      while (row.length < place) row.push(undefined);
      row[place] = value;
    }
    this.rows.push(row);
    this.builder.push(row, position, bytes.length);
  }

  refuse(bytes: Buffer, position: string, why: { readonly code: string; readonly message: string }): void {
    this.builder.pushUnreadable({ position, raw: shownRaw(bytes), ...why }, bytes.length);
  }

  take(): DecodedBatch {
    const columns = [...this.columns.keys()];
    for (const row of this.rows) while (row.length < columns.length) row.push(undefined);
    this.rows = [];
    this.columns = new Map();
    return this.builder.take(columns);
  }
}
