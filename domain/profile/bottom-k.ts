/** Hashes are whole numbers from 0 to this, exclusive: small integers to the engine. */
export const hashSpace = 2 ** 31;

/** The smallest hashes that were met, ascending, each with how often: exact counts of a uniform sample of what is distinct. */
export type HashCounts = readonly (readonly [hash: number, count: number])[];

/**
 * Counts by hash in bounded memory: of all hashes the smallest `keep` are kept, each with its exact count. Exact as a whole
 * while no more than `keep` different ones are met, and exact to merge: one that is among the smallest of a union was among
 * the smallest of each part (bottom-k sampling, Cohen and Kaplan 2007).
 */
export class BottomK {
  readonly #keep: number;
  readonly #mask: number;
  readonly #hashes: Int32Array;
  readonly #counts: Float64Array;
  #used = 0;
  #limit = hashSpace - 1;

  /** `keep` is a power of two. */
  constructor(keep: number) {
    this.#keep = keep;
    this.#mask = 4 * keep - 1;
    this.#hashes = new Int32Array(4 * keep);
    this.#counts = new Float64Array(4 * keep);
  }

  /** Counts a hash; true where it was not kept before and is now. */
  add(hash: number): boolean {
    if (hash > this.#limit) return false;
    let at = hash & this.#mask;
    let count = this.#counts[at] ?? 0;
    while (count !== 0 && this.#hashes[at] !== hash) {
      at = (at + 1) & this.#mask;
      count = this.#counts[at] ?? 0;
    }
    this.#counts[at] = count + 1;
    if (count !== 0) return false;
    this.#hashes[at] = hash;
    this.#used += 1;
    if (this.#used >= 2 * this.#keep) this.#shrink();
    return true;
  }

  /** What is kept now, at most `keep` of it. */
  entries(): [hash: number, count: number][] {
    const entries: [number, number][] = [];
    this.#counts.forEach((count, at) => {
      if (count > 0) entries.push([this.#hashes[at] ?? 0, count]);
    });
    return entries.sort(([a], [b]) => a - b).slice(0, this.#keep);
  }

  #shrink(): void {
    const kept = this.entries();
    this.#counts.fill(0);
    for (const [hash, count] of kept) {
      let at = hash & this.#mask;
      while (this.#counts[at] !== 0) at = (at + 1) & this.#mask;
      this.#hashes[at] = hash;
      this.#counts[at] = count;
    }
    this.#used = kept.length;
    this.#limit = kept.at(-1)?.[0] ?? this.#limit;
  }
}

/** Two such counts of different rows as one: associative and commutative. */
export const mergeHashCounts = (a: HashCounts, b: HashCounts, keep: number): HashCounts => {
  const counts = new Map(a);
  for (const [hash, count] of b) counts.set(hash, (counts.get(hash) ?? 0) + count);
  return [...counts].sort(([x], [y]) => x - y).slice(0, keep);
};
