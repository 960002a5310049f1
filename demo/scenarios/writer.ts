import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '../../domain/json.ts';
import type { Lane } from './lane.ts';
import { stampedRow } from './stamped-row.ts';
import type { Expected } from './stamped-row.ts';

const tickMs = 500;

/** Writes stamped rows to a lane at a steady rate and keeps the book of what the source has confirmed. */
export class Writer {
  /** What has to arrive, by the account's name. */
  readonly book = new Map<Json, Expected>();
  readonly #lane: Lane;
  #lastId = 0;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();
  #step: Promise<void> = Promise.resolve();
  #rowsPerSecond = 0;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  /** Writes so many rows at once. */
  async fill(count: number): Promise<void> {
    const rows = Array.from({ length: count }, (_none, at) => stampedRow(this.#lastId + at + 1));
    const expected = await this.#lane.write(rows);
    this.#lastId += count;
    for (const each of expected) this.book.set(each['name'] ?? null, each);
  }

  start(rowsPerSecond: number): void {
    this.#running = this.#write(rowsPerSecond);
    // Told by whoever stops it.
    this.#running.catch(() => undefined);
  }

  /** Does something to the source between two batches. */
  async between(work: () => Promise<void>): Promise<void> {
    const before = this.#step;
    let done: () => void = () => undefined;
    this.#step = new Promise((resolve) => {
      done = resolve;
    });
    await before;
    try {
      await work();
    } finally {
      done();
    }
  }

  /** Ends the writing; throws what the source refused. Answers the rate that was reached, in rows a second. */
  async stop(): Promise<number> {
    this.#stopped = true;
    await this.#running;
    return this.#rowsPerSecond;
  }

  async #write(rowsPerSecond: number): Promise<void> {
    const begun = performance.now();
    let written = 0;
    const seconds = (): number => (performance.now() - begun) / 1_000;
    while (!this.#stopped) {
      const due = Math.ceil((seconds() + tickMs / 1_000) * rowsPerSecond) - written;
      await this.between(() => this.fill(due));
      written += due;
      this.#rowsPerSecond = written / seconds();
      await sleep(Math.max(0, (written / rowsPerSecond - tickMs / 1_000 - seconds()) * 1_000 + tickMs));
    }
  }
}
