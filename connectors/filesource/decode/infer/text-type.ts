import type { FieldType } from '../../../../domain/schema/types.ts';

const integer = 1;
const decimal = 2;
const float = 4;
const boolean = 8;
const date = 16;
const zoned = 32;
const unzoned = 64;
const time = 128;
const uuid = 256;
const numeric = integer | decimal | float;
const times = date | zoned | unzoned | time;
const all = 511;

const integerPattern = /^-?(?:0|[1-9]\d{0,37})$/;
const decimalPattern = /^-?(?:0|[1-9]\d{0,37})(?:\.\d{1,38})?$/;
const floatPattern = /^-?\d{1,38}(?:\.\d{1,38})?(?:[eE][+-]?\d{1,3})?$/;
const booleanPattern = /^(?:true|false)$/i;
const datePattern = /^\d{4}-\d\d-\d\d$/;
const timestampPattern =
  /^\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?$/i;
const offsetPattern = /(?:Z|[+-]\d\d:?\d\d)$/i;
const timePattern = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?$/;
const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** So many odd cells, and one in a hundred (or a single one among eleven), are a matter of single rows. */
const few = { cells: 100, share: 0.01, fitsEach: 10 };
const kinds = Array.from({ length: 9 }, (_, bit) => 1 << bit);

/**
 * The narrowest type that every non-empty text of a column fits. Strict on purpose: one odd cell makes the column a
 * string, `00123` is no number (its zeros mean something) and dates are ISO 8601 and real (no 30 February).
 */
export class TextType {
  private possible = all;
  /** Types that all but a few cells so far fit, and how many each does not. */
  private likely = all;
  private readonly odd = kinds.map(() => 0);
  private cells = 0;

  add(text: string): void {
    if (text === '') return;
    this.cells += 1;
    const fits = fitting(text, this.likely);
    this.possible &= fits;
    if (fits !== this.likely) this.countOdd(this.likely & ~fits);
  }

  /** No narrower type than string is possible or likely any more: further texts need not be looked at. */
  get settled(): boolean {
    return this.likely === 0;
  }

  get type(): FieldType {
    return this.cells === 0 ? 'null' : narrowest(this.possible);
  }

  /** Of a string: the narrower types that all but a few of its cells fit. */
  get almost(): readonly FieldType[] {
    return this.type === 'string'
      ? [...new Set(kinds.filter((kind) => (this.near & kind) !== 0).map(narrowest))]
      : [];
  }

  /** For timestamps, and what is almost one: whether they say their offset from UTC. */
  get zoned(): boolean {
    return ((this.type === 'string' ? this.near : this.possible) & zoned) !== 0;
  }

  private get near(): number {
    const most = Math.min(few.cells, Math.max(1, this.cells * few.share));
    return kinds.reduce((near, kind, bit) => {
      const odd = this.odd[bit] ?? 0;
      const isNear = (this.likely & kind) !== 0 && odd <= most && this.cells - odd >= odd * few.fitsEach;
      return isNear ? near | kind : near;
    }, 0);
  }

  private countOdd(misfits: number): void {
    kinds.forEach((kind, bit) => {
      if ((misfits & kind) === 0) return;
      const odd = (this.odd[bit] ?? 0) + 1;
      this.odd[bit] = odd;
      if (odd > few.cells) this.likely &= ~kind;
    });
  }
}

function narrowest(possible: number): FieldType {
  if ((possible & integer) !== 0) return 'integer';
  if ((possible & decimal) !== 0) return 'decimal';
  if ((possible & float) !== 0) return 'float';
  if ((possible & boolean) !== 0) return 'boolean';
  if ((possible & date) !== 0) return 'date';
  if ((possible & (zoned | unzoned)) !== 0) return 'timestamp';
  if ((possible & time) !== 0) return 'time';
  return (possible & uuid) !== 0 ? 'uuid' : 'string';
}

function fitting(text: string, asked: number): number {
  const length = text.length;
  if (length > 80) return 0;
  let fits = 0;
  if ((asked & numeric) !== 0) fits |= numbers(text);
  if ((asked & boolean) !== 0 && length <= 5 && booleanPattern.test(text)) fits |= boolean;
  if ((asked & times) !== 0) fits |= timesOf(text);
  if ((asked & uuid) !== 0 && length === 36 && uuidPattern.test(text)) fits |= uuid;
  return fits;
}

function numbers(text: string): number {
  const first = text.charCodeAt(0);
  if (first !== 0x2d && (first < 0x30 || first > 0x39)) return 0;
  if (integerPattern.test(text)) return numeric;
  if (decimalPattern.test(text)) return decimal | float;
  return floatPattern.test(text) && !/^-?0\d/.test(text) ? float : 0;
}

function timesOf(text: string): number {
  if (text.length === 10) return datePattern.test(text) && isDate(text) ? date : 0;
  if (text.length >= 16) return timestamp(text) | (timePattern.test(text) ? time : 0);
  return timePattern.test(text) ? time : 0;
}

function timestamp(text: string): number {
  if (!timestampPattern.test(text) || !isDate(text)) return 0;
  return offsetPattern.test(text) ? zoned : unzoned;
}

/** Whether the text begins with a day that exists (`2024-02-29`); its shape has been checked. */
function isDate(text: string): boolean {
  const digit = (at: number): number => text.charCodeAt(at) - 0x30;
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  const month = digit(5) * 10 + digit(6);
  const day = digit(8) * 10 + digit(9);
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days =
    month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day <= days;
}
