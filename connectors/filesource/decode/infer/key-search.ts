import type { Cell } from '../../../../domain/json.ts';
import { TextSet } from './text-set.ts';

interface Candidate {
  readonly index: number;
  readonly rank: number;
  readonly values: TextSet;
}

/** After so many rows only the best candidates are followed, so that wide files cost no more memory than long ones. */
const trialRows = 1000;
const followed = 3;

/** Looks for a column that is never empty and never holds a value twice, over all rows of an object. */
export class KeySearch {
  /** The object had more rows than can be told apart. */
  gaveUp = false;
  private candidates: readonly Candidate[];
  private rows = 0;

  constructor(columns: readonly string[]) {
    this.candidates = columns
      .map((name, index) => ({ index, rank: nameRank(name), values: new TextSet() }))
      .sort((a, b) => a.rank - b.rank || a.index - b.index);
  }

  add(row: readonly Cell[]): void {
    this.rows += 1;
    for (const candidate of this.candidates) {
      const text = keyText(row[candidate.index]);
      if (text === null || !candidate.values.add(text)) {
        this.candidates = this.candidates.filter((other) => other !== candidate);
      }
    }
    if (this.rows === trialRows) this.candidates = this.candidates.slice(0, followed);
    if (this.rows >= TextSet.capacity && this.candidates.length > 0) {
      this.gaveUp = true;
      this.candidates = [];
    }
  }

  /** Columns that may be the key, the likeliest first, with whether the name speaks for it. */
  get found(): readonly { readonly index: number; readonly named: boolean }[] {
    if (this.rows === 0) return [];
    return this.candidates.map(({ index, rank }) => ({ index, named: rank < unnamed }));
  }
}

const unnamed = 9;
const rankedNames: readonly (readonly [RegExp, number])[] = [
  [/^_?id$/i, 0],
  [/(?:[_\- ]id|[a-z]I[dD])$|[_\- ]ID$/, 1],
  [/(?:^|[_\- ])(?:uuid|guid|key|pk)$/i, 2],
  [/(?:^|[_\- ])(?:code|number|no)$/i, 3],
  [/(?:^|[_\- ])name$/i, 4],
];

const nameRank = (name: string): number =>
  rankedNames.find(([pattern]) => pattern.test(name.trim()))?.[1] ?? unnamed;

function keyText(cell: Cell): string | null {
  if (cell === undefined || cell === null || cell === '' || typeof cell === 'object') return null;
  return typeof cell === 'string' ? cell : `${typeof cell}:${cell}`;
}
