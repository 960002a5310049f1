import type { Cell } from '../../../domain/json.ts';
import type { UnreadableRow } from '../../contract.ts';

/** Rows of one file as its decoder hands them on; the connector adds the cursor. */
export interface DecodedBatch {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly positions: readonly string[];
  readonly unreadable: readonly UnreadableRow[];
  /** Records taken from the file so far, the unreadable ones included. */
  readonly recordsRead: number;
}

export interface BatchLimits {
  readonly batchRows: number;
  readonly batchBytes: number;
  /** A record number that ends a batch exactly, so that a resumed read meets its cursor between two batches. */
  readonly cutAt?: number;
}

/** Gathers rows until the batch is full by rows, bytes or the cut of a resumed read. */
export class BatchBuilder {
  full = false;
  private readonly limits: BatchLimits;
  private rows: (readonly Cell[])[] = [];
  private positions: string[] = [];
  private unreadable: UnreadableRow[] = [];
  private bytes = 0;
  private recordsRead = 0;

  constructor(limits: BatchLimits) {
    this.limits = limits;
  }

  get isEmpty(): boolean {
    return this.rows.length === 0 && this.unreadable.length === 0;
  }

  push(row: readonly Cell[], position: string, bytes: number): void {
    this.rows.push(row);
    this.positions.push(position);
    this.count(bytes);
  }

  pushUnreadable(row: UnreadableRow, bytes: number): void {
    this.unreadable.push(row);
    this.count(bytes);
  }

  /** Hands out what was gathered and begins the next batch. */
  take(columns: readonly string[]): DecodedBatch {
    const { rows, positions, unreadable, recordsRead } = this;
    this.rows = [];
    this.positions = [];
    this.unreadable = [];
    this.bytes = 0;
    this.full = false;
    return { columns, rows, positions, unreadable, recordsRead };
  }

  private count(bytes: number): void {
    this.bytes += bytes;
    this.recordsRead += 1;
    const { batchRows, batchBytes, cutAt } = this.limits;
    this.full =
      this.rows.length + this.unreadable.length >= batchRows ||
      this.bytes >= batchBytes ||
      this.recordsRead === cutAt;
  }
}
