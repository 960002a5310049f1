import type { Cell } from '../json.ts';
import { BottomK } from './bottom-k.ts';
import type { Bins, FieldProfile } from './profile.ts';
import { absentField, binsPerDecade, keptMasks, keptValues } from './profile.ts';

const shownCharacters = 64;
const lastCharacters = 16;
const maskLength = 24;
const prime = 0x01000193;
const start = 0x811c9dc5 | 0;

const digit = 0;
const lower = 1;
const upper = 2;
const other = 9;
/** Code of the letter that stands for all letters in a mask. */
const letter = 97;
const dash = 45;
const dot = 46;

const classOf = new Uint8Array(128).fill(other);
classOf.fill(digit, 48, 58);
classOf.fill(lower, 97, 123);
classOf.fill(upper, 65, 91);
[32, 64, 46, 45, 47, 58].forEach((code, at) => (classOf[code] = 3 + at));

/** Letters, also those beyond ASCII, stand as one `a` however many follow each other, digits as 9, the rest as it is. */
const maskCode = (code: number, kind: number): number =>
  kind === digit ? 57 : kind === lower || kind === upper || code >= 128 ? letter : code;

const maskText = (text: string): string => {
  let mask = '';
  for (let at = 0; at < Math.min(text.length, maskLength); at += 1) {
    const code = text.charCodeAt(at);
    const shown = String.fromCharCode(maskCode(code, code < 128 ? (classOf[code] ?? other) : other));
    if (shown !== 'a' || !mask.endsWith('a')) mask += shown;
  }
  return mask;
};

/** Spreads 32 bits evenly over the whole numbers from 0 to 2^31, exclusive (the finish of MurmurHash3). */
const spread = (value: number): number => {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 1;
};

const lengthBins = 48;
const lengthBin = (length: number): number =>
  length < 16 ? length : Math.min(lengthBins - 1, 16 + Math.floor(3 * Math.log2(length / 16)));

const shortLengths = Uint8Array.from({ length: 512 }, (_, length) => lengthBin(length));

/** More characters than these are an identifier, whatever it looks like. */
const mostDigits = 22;

/** The shapes of so many first values are looked at, and then of every so manyth: they cost as much as all the rest. */
const shapesAtFirst = 1_000;
const shapeEvery = 8;

const magnitudeBins = { lowest: -10 * binsPerDecade, count: 32 * binsPerDecade };

const filled = (counts: Float64Array, lowest = 0): Bins => {
  const bins: [number, number][] = [];
  counts.forEach((count, at) => {
    if (count > 0) bins.push([at + lowest, count]);
  });
  return bins;
};

/**
 * Takes in values one by one, in bounded memory, and gives their profile. Holds no value. It stands in the
 * way of every cell that is read, so every value costs one pass over its characters, and some a second one for their shape.
 */
export class FieldSketch {
  readonly #values = new BottomK(keptValues);
  readonly #masks = new BottomK(keptMasks);
  readonly #maskTexts = new Map<number, string>();
  readonly #lengths = new Float64Array(lengthBins);
  readonly #characters = new Float64Array(10);
  readonly #magnitudes = new Float64Array(magnitudeBins.count);
  readonly #dateParts = [0, 0, 0] as [number, number, number];
  #count = 0;
  #nulls = 0;
  #blanks = 0;
  #texts = 0;
  #numbers = 0;
  #booleans = 0;
  #objects = 0;
  #arrays = 0;
  #zeros = 0;
  #negatives = 0;
  #smallest = Infinity;
  #largest = -Infinity;

  /** Lists and objects are counted alone; what they hold has fields of its own. */
  add(value: Cell): void {
    if (value === undefined) return;
    this.#count += 1;
    if (typeof value === 'string') this.#addText(value);
    else if (value === null) this.#nulls += 1;
    else if (typeof value === 'number') {
      this.#numbers += 1;
      this.#addText(String(value));
    } else if (typeof value === 'boolean') {
      this.#booleans += 1;
      this.#addText(value ? 'true' : 'false');
    } else if (Array.isArray(value)) this.#arrays += 1;
    else this.#objects += 1;
  }

  #addText(text: string): void {
    const length = text.length;
    if (length === 0 || (text.charCodeAt(0) <= 32 && text.trim() === '')) {
      this.#blanks += 1;
      return;
    }
    const bin = length < shortLengths.length ? (shortLengths[length] ?? 0) : lengthBin(length);
    this.#lengths[bin] = (this.#lengths[bin] ?? 0) + 1;
    this.#values.add(hashOf(text));
    const number = numberIn(text);
    if (!Number.isNaN(number)) this.#addNumber(number);
    this.#texts += 1;
    if (this.#texts <= shapesAtFirst || this.#texts % shapeEvery === 0)
      this.#addShape(text, !Number.isNaN(number));
  }

  #addShape(text: string, isNumber: boolean): void {
    const end = Math.min(text.length, shownCharacters);
    const characters = this.#characters;
    let mask = start;
    let masked = 0;
    for (let at = 0; at < end; at += 1) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? (classOf[code] ?? other) : other;
      characters[kind] = (characters[kind] ?? 0) + 1;
      if (at >= maskLength) continue;
      const shown = maskCode(code, kind);
      if (shown !== letter || masked !== letter) mask = Math.imul(mask ^ shown, prime);
      masked = shown;
    }
    if (isNumber) return;
    const shape = spread(mask);
    if (this.#masks.add(shape)) this.#maskTexts.set(shape, maskText(text));
    this.#addDate(text);
  }

  #addNumber(number: number): void {
    if (number < this.#smallest) this.#smallest = number;
    if (number > this.#largest) this.#largest = number;
    if (number < 0) this.#negatives += 1;
    if (number === 0) {
      this.#zeros += 1;
      return;
    }
    const wanted = Math.floor(binsPerDecade * Math.log10(Math.abs(number))) - magnitudeBins.lowest;
    const bin = Math.max(0, Math.min(magnitudeBins.count - 1, wanted));
    this.#magnitudes[bin] = (this.#magnitudes[bin] ?? 0) + 1;
  }

  /** Days and months in values like `3/29/2024`. */
  #addDate(text: string): void {
    const first = twoDigits(text, 0);
    if (first === null) return;
    const mark = text.charCodeAt(first.end);
    const second = mark < 45 || mark > 47 ? null : twoDigits(text, first.end + 1);
    if (second === null || text.charCodeAt(second.end) !== mark) return;
    const [seen, firstAbove, secondAbove] = this.#dateParts;
    this.#dateParts[0] = seen + 1;
    if (first.number > 12) this.#dateParts[1] = firstAbove + 1;
    if (second.number > 12) this.#dateParts[2] = secondAbove + 1;
  }

  /** What was taken in so far, out of so many rows. */
  profile(rows: number): FieldProfile {
    const strings = this.#count - this.#nulls - this.#numbers - this.#booleans - this.#objects - this.#arrays;
    return {
      ...absentField(rows - this.#count),
      count: this.#count,
      nulls: this.#nulls,
      blanks: this.#blanks,
      kinds: {
        string: strings,
        number: this.#numbers,
        boolean: this.#booleans,
        object: this.#objects,
        array: this.#arrays,
      },
      lengths: filled(this.#lengths),
      characters: [...this.#characters],
      magnitudes: filled(this.#magnitudes, magnitudeBins.lowest),
      zeros: this.#zeros,
      negatives: this.#negatives,
      smallest: Number.isFinite(this.#smallest) ? this.#smallest : null,
      largest: Number.isFinite(this.#largest) ? this.#largest : null,
      dateParts: [...this.#dateParts],
      masks: this.#masks
        .entries()
        .map(([hash, count]) => [hash, count, this.#maskTexts.get(hash) ?? ''] as const),
      values: this.#values.entries(),
    };
  }
}

/** Over the first characters, the last ones and the length. */
const hashOf = (text: string): number => {
  const { length } = text;
  const end = Math.min(length, shownCharacters);
  let hash = start;
  for (let at = 0; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  for (let at = Math.max(end, length - lastCharacters); at < length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return spread(hash ^ length);
};

/** The number that a text is, written plainly; NaN for anything else. */
const numberIn = (text: string): number => {
  const { length } = text;
  if (length === 0 || length > mostDigits) return NaN;
  const sign = text.charCodeAt(0) === dash ? 1 : 0;
  let number = 0;
  let decimals = -1;
  let digits = 0;
  for (let at = sign; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      number = number * 10 + code - 48;
      digits += 1;
      if (decimals >= 0) decimals += 1;
    } else if (code === dot && decimals < 0) decimals = 0;
    else return NaN;
  }
  if (digits === 0) return NaN;
  if (decimals > 0) number /= 10 ** decimals;
  return sign === 1 ? -number : number;
};

/** The number of one or two digits that stands at a place, and where it ends; null where there is none. */
const twoDigits = (text: string, from: number): { readonly number: number; readonly end: number } | null => {
  const tens = text.charCodeAt(from) - 48;
  if (!(tens >= 0 && tens <= 9)) return null;
  const ones = text.charCodeAt(from + 1) - 48;
  return ones >= 0 && ones <= 9
    ? { number: 10 * tens + ones, end: from + 2 }
    : { number: tens, end: from + 1 };
};
