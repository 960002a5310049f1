/** A chunk of COPY and the row that passes its end; a wider row gets memory of its own. */
const usualBytes = 320 << 10;

/**
 * Memory in which rows go from the reading thread to the writer. Both see it and it is used again and again: what is handed over
 * as new would count as the receiver's own, and V8 would look through all that lives there for every few megabytes.
 */
export class SharedChunks {
  readonly #free: SharedArrayBuffer[] = [];
  readonly #lent = new Map<number, readonly Uint8Array[]>();
  #batches = 0;

  /** A copy of the bytes that may be lent. */
  readonly keep = (bytes: Uint8Array): Uint8Array => {
    const memory =
      bytes.length > usualBytes
        ? new SharedArrayBuffer(bytes.length)
        : (this.#free.pop() ?? new SharedArrayBuffer(usualBytes));
    const chunk = new Uint8Array(memory, 0, bytes.length);
    chunk.set(bytes);
    return chunk;
  };

  /** Notes that a batch is on its way; answers the number to give it back by. */
  lend(chunks: readonly Uint8Array[]): number {
    this.#batches += 1;
    this.#lent.set(this.#batches, chunks);
    return this.#batches;
  }

  /** Lets go of what has not come back and never will, for its write failed; it is collected with the writer's view of it. */
  forget(): void {
    this.#lent.clear();
  }

  /** The writer needs a batch no more. */
  giveBack(batch: number): void {
    for (const { buffer } of this.#lent.get(batch) ?? [])
      if (buffer instanceof SharedArrayBuffer && buffer.byteLength === usualBytes) this.#free.push(buffer);
    this.#lent.delete(batch);
  }
}
