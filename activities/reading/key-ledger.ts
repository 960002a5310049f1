/**
 * Remembers which record ids a read has seen, by 64 bits of their hash, in 12 bytes an entry, and how often. Two different
 * ids meet in one entry with a chance of n²/2⁶⁵ (one in 37 million at a million rows), which 128-bit keys would not improve
 * noticeably.
 */
export class KeyLedger {
  #high = new Uint32Array(1 << 12);
  #low = new Uint32Array(1 << 12);
  #first = new Uint32Array(1 << 12);
  #counts = new Map<number, number>();
  #size = 0;

  /**
   * Notes an id by its hash (16 or more hex digits) and the row's number in the read (from 1). Answers how many rows had it
   * before and which was the first.
   */
  note(hash: string, row: number): { readonly before: number; readonly first: number } {
    if (this.#size * 3 > this.#first.length * 2) this.#grow();
    const high = Number.parseInt(hash.slice(0, 8), 16);
    const low = Number.parseInt(hash.slice(8, 16), 16);
    const at = this.#find(high, low);
    const first = this.#first[at] ?? 0;
    if (first === 0) {
      this.#high[at] = high;
      this.#low[at] = low;
      this.#first[at] = row;
      this.#size += 1;
      return { before: 0, first: row };
    }
    const before = this.#counts.get(first) ?? 1;
    this.#counts.set(first, before + 1);
    return { before, first };
  }

  #find(high: number, low: number): number {
    const mask = this.#first.length - 1;
    let at = low & mask;
    while (this.#first[at] !== 0 && (this.#high[at] !== high || this.#low[at] !== low)) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const { high, low, first } = { high: this.#high, low: this.#low, first: this.#first };
    this.#high = new Uint32Array(high.length * 2);
    this.#low = new Uint32Array(high.length * 2);
    this.#first = new Uint32Array(high.length * 2);
    for (let from = 0; from < first.length; from += 1) {
      if (first[from] === 0) continue;
      const at = this.#find(high[from] ?? 0, low[from] ?? 0);
      this.#high[at] = high[from] ?? 0;
      this.#low[at] = low[from] ?? 0;
      this.#first[at] = first[from] ?? 0;
    }
  }
}
