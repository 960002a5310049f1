/** Two groups that might merge. */
export interface Candidate {
  /** Mean evidence over all pairs between them, in bits. */
  readonly mean: number;
  readonly a: number;
  readonly b: number;
  /** The groups' sizes together when the mean was taken; groups only grow, so another sum makes it stale. */
  readonly size: number;
}

/** Strongest first; of equals the one with the smallest numbers, which makes the order unique. */
const before = (x: Candidate, y: Candidate): boolean => {
  if (x.mean !== y.mean) return x.mean > y.mean;
  return x.a === y.a ? x.b < y.b : x.a < y.a;
};

/** A binary heap that gives the strongest candidate first. */
export class CandidateHeap {
  private readonly items: Candidate[] = [];

  push(item: Candidate): void {
    const { items } = this;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !before(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  pop(): Candidate | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const left = items[child];
      if (left === undefined) break;
      const right = items[child + 1];
      if (right !== undefined && before(right, left)) child += 1;
      const best = items[child];
      if (best === undefined || !before(best, last)) break;
      items[at] = best;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
