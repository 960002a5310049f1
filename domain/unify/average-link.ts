import { CandidateHeap } from './candidate-heap.ts';

/** A compared pair within one component, by local numbers. */
export interface LocalPair {
  readonly a: number;
  readonly b: number;
  readonly bits: number;
}

export interface LinkOptions {
  /** Two groups merge while the mean log-odds over all their pairs is at least this. */
  readonly threshold: number;
  /** Log-odds of a pair that was not compared. */
  readonly unseen: number;
}

interface Link {
  total: number;
  seen: number;
  forbidden: boolean;
}

/** Groups of a few records and the evidence between them, merged by average linkage. */
export class AverageLink {
  private readonly parent: number[];
  private readonly size: number[];
  private readonly links: Map<number, Link>[];
  private readonly heap = new CandidateHeap();

  private readonly options: LinkOptions;

  constructor(records: number, options: LinkOptions) {
    this.options = options;
    this.parent = Array.from({ length: records }, (_, record) => record);
    this.size = this.parent.map(() => 1);
    this.links = this.parent.map(() => new Map<number, Link>());
  }

  /** Adds the evidence of one compared pair; before any merge. */
  add({ a, b, bits }: LocalPair): void {
    const link = this.linkOf(a, b);
    link.total += bits;
    link.seen += 1;
  }

  /** The two records' groups never merge; a group that holds both already stays. */
  forbid(a: number, b: number): void {
    const [x, y] = [this.groupOf(a), this.groupOf(b)];
    if (x !== y) this.linkOf(x, y).forbidden = true;
  }

  /** Puts the two records' groups together, unless they must stay apart. */
  join(a: number, b: number): void {
    const [x, y] = [this.groupOf(a), this.groupOf(b)];
    if (x !== y && this.links[x]?.get(y)?.forbidden !== true) this.merge(Math.min(x, y), Math.max(x, y));
  }

  /** Merges the strongest groups until none is strong enough; gives each record its group's smallest number. */
  run(): number[] {
    for (const [a, links] of this.links.entries()) for (const b of links.keys()) if (a < b) this.offer(a, b);
    for (let next = this.heap.pop(); next !== undefined; next = this.heap.pop()) {
      const { a, b, size } = next;
      const current = this.parent[a] === a && this.parent[b] === b;
      if (!current || (this.size[a] ?? 0) + (this.size[b] ?? 0) !== size) continue;
      this.merge(a, b);
      for (const other of this.links[a]?.keys() ?? []) this.offer(Math.min(a, other), Math.max(a, other));
    }
    return this.parent.map((_, record) => this.groupOf(record));
  }

  private offer(a: number, b: number): void {
    const link = this.links[a]?.get(b);
    if (link === undefined || link.forbidden) return;
    const [left, right] = [this.size[a] ?? 1, this.size[b] ?? 1];
    const pairs = left * right;
    const mean = (link.total + (pairs - link.seen) * this.options.unseen) / pairs;
    if (mean >= this.options.threshold) this.heap.push({ mean, a, b, size: left + right });
  }

  private merge(kept: number, gone: number): void {
    const [target, source] = [this.links[kept], this.links[gone]];
    if (target === undefined || source === undefined) return;
    this.parent[gone] = kept;
    this.size[kept] = (this.size[kept] ?? 1) + (this.size[gone] ?? 1);
    target.delete(gone);
    source.delete(kept);
    for (const [other, link] of source) {
      this.links[other]?.delete(gone);
      const known = this.linkOf(kept, other);
      known.total += link.total;
      known.seen += link.seen;
      known.forbidden ||= link.forbidden;
    }
    source.clear();
  }

  private linkOf(a: number, b: number): Link {
    const known = this.links[a]?.get(b);
    if (known !== undefined) return known;
    const link: Link = { total: 0, seen: 0, forbidden: false };
    this.links[a]?.set(b, link);
    this.links[b]?.set(a, link);
    return link;
  }

  private groupOf(record: number): number {
    let group = record;
    for (let above = this.parent[group]; above !== undefined && above !== group; above = this.parent[group]) {
      group = above;
    }
    return group;
  }
}
