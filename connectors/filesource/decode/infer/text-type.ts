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

/**
 * The narrowest type that every non-empty text of a column fits. Strict on purpose: one odd cell makes the column a
 * string, `00123` is no number (its zeros mean something) and dates are ISO 8601 and real (no 30 February).
 */
export class TextType {
  private possible = all;
  private seen = false;

  add(text: string): void {
    if (text === '') return;
    this.seen = true;
    if (this.possible !== 0) this.possible &= fitting(text, this.possible);
  }

  /** No narrower type than string is possible any more: further texts need not be looked at. */
  get settled(): boolean {
    return this.possible === 0;
  }

  get type(): FieldType {
    const { possible } = this;
    if (!this.seen) return 'null';
    if ((possible & integer) !== 0) return 'integer';
    if ((possible & decimal) !== 0) return 'decimal';
    if ((possible & float) !== 0) return 'float';
    if ((possible & boolean) !== 0) return 'boolean';
    if ((possible & date) !== 0) return 'date';
    if ((possible & (zoned | unzoned)) !== 0) return 'timestamp';
    if ((possible & time) !== 0) return 'time';
    return (possible & uuid) !== 0 ? 'uuid' : 'string';
  }

  /** For timestamps: whether they say their offset from UTC. */
  get zoned(): boolean {
    return (this.possible & zoned) !== 0;
  }
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
