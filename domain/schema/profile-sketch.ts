import type { Cell } from '../json.ts';
import type { FieldProfile, JsonKind } from './profile.ts';
import { hashSpace, keptHashes, keptMasks, keptTops } from './profile.ts';
import { countInto, topCounts } from './top-counts.ts';

/** Spreads texts evenly over the whole numbers from 0 to 2^48, exclusive (six bytes of a keyed SHA-256, say). */
export type ValueHash = (text: string) => number;

const shownCharacters = 64;
const maskLength = 24;

const classOf = (code: number): number => {
  if (code >= 48 && code <= 57) return 0;
  if (code >= 97 && code <= 122) return 1;
  if (code >= 65 && code <= 90) return 2;
  const at = [32, 64, 46, 45, 47, 58].indexOf(code);
  return at < 0 ? 9 : 3 + at;
};

const lengthBin = (length: number): number =>
  length < 16 ? length : Math.min(47, 16 + Math.floor(3 * Math.log2(length / 16)));

/** Digits as 9, letters as one `a`, the rest as it is. */
export const maskOf = (text: string): string =>
  text
    .slice(0, maskLength)
    .replace(/\p{L}+/gu, 'a')
    .replace(/\p{Nd}/gu, '9');

const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const datelike = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b/;

const numberOf = (value: Cell, text: string): number | undefined => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && text.length <= 40 && numeral.test(text) ? Number(text) : undefined;
};

const kindOf = (value: Exclude<Cell, null | undefined>): JsonKind => {
  if (Array.isArray(value)) return 'array';
  const kind = typeof value;
  return kind === 'string' || kind === 'number' || kind === 'boolean' ? kind : 'object';
};

/** The text under which a value is hashed: `5` and `"5"` are one, so that a retyped field keeps its values. */
export const valueText = (value: Exclude<Cell, null | undefined>): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Takes in values one by one, in bounded memory, and gives their profile. Holds no value. */
export class ProfileSketch {
  private readonly hash: ValueHash;
  private readonly counts = { count: 0, absent: 0, nulls: 0, empties: 0, zeros: 0, negatives: 0 };
  private readonly kinds = { string: 0, number: 0, boolean: 0, object: 0, array: 0 };
  private readonly lengths: number[] = [];
  private readonly characters = new Array<number>(10).fill(0);
  private readonly magnitudes: number[] = [];
  private readonly masks = new Map<string, number>();
  private readonly top = new Map<number, number>();
  private readonly dateParts: [number, number] = [0, 0];
  private smallest: number | null = null;
  private largest: number | null = null;
  private kept = new Set<number>();
  private limit = hashSpace;

  constructor(hash: ValueHash) {
    this.hash = hash;
  }

  add(value: Cell): void {
    if (value === undefined) {
      this.counts.absent += 1;
      return;
    }
    this.counts.count += 1;
    if (value === null) {
      this.counts.nulls += 1;
      return;
    }
    this.kinds[kindOf(value)] += 1;
    const text = valueText(value);
    this.addText(text);
    const number = numberOf(value, text);
    if (number !== undefined && Number.isFinite(number)) this.addNumber(number);
    this.addHash(this.hash(text));
  }

  private addText(text: string): void {
    if (text === '') this.counts.empties += 1;
    const bin = lengthBin(text.length);
    this.lengths[bin] = (this.lengths[bin] ?? 0) + 1;
    for (let at = 0; at < Math.min(text.length, shownCharacters); at += 1) {
      const kind = classOf(text.charCodeAt(at));
      this.characters[kind] = (this.characters[kind] ?? 0) + 1;
    }
    countInto(this.masks, maskOf(text), keptMasks);
    const date = datelike.exec(text);
    if (date === null) return;
    this.dateParts[0] = Math.max(this.dateParts[0], Number(date[1]));
    this.dateParts[1] = Math.max(this.dateParts[1], Number(date[2]));
  }

  private addNumber(number: number): void {
    this.smallest = this.smallest === null ? number : Math.min(this.smallest, number);
    this.largest = this.largest === null ? number : Math.max(this.largest, number);
    if (number < 0) this.counts.negatives += 1;
    if (number === 0) this.counts.zeros += 1;
    else {
      const bin = Math.max(0, Math.min(79, Math.floor(4 * (Math.log10(Math.abs(number)) + 8))));
      this.magnitudes[bin] = (this.magnitudes[bin] ?? 0) + 1;
    }
  }

  private addHash(hash: number): void {
    countInto(this.top, hash, keptTops);
    if (hash >= this.limit) return;
    this.kept.add(hash);
    if (this.kept.size < 2 * keptHashes) return;
    this.kept = new Set(this.smallestHashes());
    this.limit = Math.max(...this.kept) + 1;
  }

  private smallestHashes(): number[] {
    return [...this.kept].sort((a, b) => a - b).slice(0, keptHashes);
  }

  profile(): FieldProfile {
    return {
      v: 1,
      ...this.counts,
      kinds: { ...this.kinds },
      lengths: Array.from(this.lengths, (count: number | undefined) => count ?? 0),
      characters: [...this.characters],
      magnitudes: Array.from(this.magnitudes, (count: number | undefined) => count ?? 0),
      smallest: this.smallest,
      largest: this.largest,
      dateParts: [...this.dateParts],
      masks: topCounts(this.masks, keptMasks),
      top: topCounts(this.top, keptTops),
      hashes: this.smallestHashes(),
    };
  }
}
