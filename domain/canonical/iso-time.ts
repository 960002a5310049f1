/**
 * Dates and times of ISO 8601 as text, without a `Date` where none is needed. Canonical timestamps are UTC:
 * `YYYY-MM-DDTHH:MM:SS[.f]Z`, the fraction up to nine digits without trailing zeros; equal instants have equal texts.
 */
export interface ClockTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits after the second's point, possibly empty. */
  readonly fraction: string;
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** True for a day that the Gregorian calendar has, in the years 1 to 9999. */
const isCalendarDay = (year: number, month: number, day: number): boolean => {
  // Put so that NaN, from letters in the place of digits, is no day either.
  if (!(year >= 1 && year <= 9_999 && day >= 1 && day <= (monthDays[month - 1] ?? 0))) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
};

const two = (value: number): string => (value < 10 ? `0${String(value)}` : String(value));

/** `YYYY-MM-DD` of a day, or null when there is no such day. */
export const dateText = (year: number, month: number, day: number): string | null =>
  isCalendarDay(year, month, day) ? `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` : null;

const isClock = (time: ClockTime): boolean =>
  isCalendarDay(time.year, time.month, time.day) && time.hour < 24 && time.minute < 60 && time.second < 60;

const secondsText = (second: number, fraction: string): string => {
  const digits = fraction.slice(0, 9).replace(/0+$/, '');
  return digits === '' ? two(second) : `${two(second)}.${digits}`;
};

/** Milliseconds since 1970 of a clock time read as UTC, whole seconds only; the clock time is valid. */
export const utcMilliseconds = (time: ClockTime): number => {
  const date = new Date(Date.UTC(2000, time.month - 1, time.day, time.hour, time.minute, time.second));
  date.setUTCFullYear(time.year, time.month - 1, time.day);
  return date.getTime();
};

/** The canonical timestamp of milliseconds since 1970 (whole seconds) and a fraction; null outside the years 1–9999. */
export const instantText = (milliseconds: number, fraction: string): string | null => {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return null;
  const year = date.getUTCFullYear();
  if (year < 1 || year > 9_999) return null;
  return `${date.toISOString().slice(0, 17)}${secondsText(date.getUTCSeconds(), fraction)}Z`;
};

/** The canonical timestamp of a clock time at an offset from UTC in minutes; null when there is no such time. */
export const timestampText = (time: ClockTime, offsetMinutes: number): string | null => {
  if (!isClock(time)) return null;
  if (offsetMinutes !== 0) return instantText(utcMilliseconds(time) - offsetMinutes * 60_000, time.fraction);
  const day = dateText(time.year, time.month, time.day) ?? '';
  return `${day}T${two(time.hour)}:${two(time.minute)}:${secondsText(time.second, time.fraction)}Z`;
};

const day = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The text itself when it is an existing `YYYY-MM-DD`, else null. */
export const isoDate = (text: string): string | null => {
  const match = day.exec(text);
  return match !== null && isCalendarDay(Number(match[1]), Number(match[2]), Number(match[3])) ? text : null;
};

const moment =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)? ?(Z|z|UTC|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?$/;

export interface IsoMoment {
  readonly time: ClockTime;
  /** Minutes east of UTC; null where the text names no zone. */
  readonly offset: number | null;
}

const zoneMinutes = (zone: string | undefined): number | null => {
  if (zone === undefined) return null;
  const sign = zone.charCodeAt(0) === 45 ? -1 : 1;
  const digits = zone.replace(/\D/g, '');
  if (digits === '') return 0;
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0));
};

/** Reads `2024-10-01 00:00:00`, `2026-05-01T07:25:37.000+0000` and their like; null for anything else. */
export const readIsoMoment = (text: string): IsoMoment | null => {
  const match = moment.exec(text);
  if (match === null) return null;
  const time = {
    year: Number(match[1]),
    month: Number(match[2]),
    day: Number(match[3]),
    hour: Number(match[4]),
    minute: Number(match[5]),
    second: Number(match[6] ?? 0),
    fraction: match[7] ?? '',
  };
  return isClock(time) ? { time, offset: zoneMinutes(match[8]) } : null;
};

const codeOf0 = 48;

/** The number that two digits at a place make; NaN where they are no digits. */
const pair = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - codeOf0;
  const ones = text.charCodeAt(at + 1) - codeOf0;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
};

/** True where a text begins with an existing `YYYY-MM-DD?HH:MM:SS`, whatever stands between day and time. */
const beginsWithClock = (text: string): boolean => {
  const marks =
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58;
  if (!marks || !(pair(text, 11) < 24) || !(pair(text, 14) < 60) || !(pair(text, 17) < 60)) return false;
  return isCalendarDay(pair(text, 0) * 100 + pair(text, 2), pair(text, 5), pair(text, 8));
};

const utcTail = /^(?:\.0{1,9})?(?:Z|[+-]00:?00)$/;

/**
 * The canonical form of a whole second in UTC (`2026-05-01T07:25:37.000+0000`), or of one without a zone where that means
 * UTC; null for anything else, which the slower reading may still understand.
 */
export const plainUtc = (text: string, zoneless: boolean): string | null => {
  const separator = text.charCodeAt(10);
  if ((separator !== 84 && separator !== 32) || text.length < 19 || !beginsWithClock(text)) return null;
  if (text.length === 20 && separator === 84 && text.charCodeAt(19) === 90) return text;
  if (text.length === 19 ? !zoneless : !utcTail.test(text.slice(19))) return null;
  return `${text.slice(0, 10)}T${text.slice(11, 19)}Z`;
};

const canonical = /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{0,8}[1-9])?Z$/;

/** True for a timestamp that is canonical already: the fast path of almost every row. */
export const isCanonicalTimestamp = (text: string): boolean => {
  if (text.length === 20)
    return text.charCodeAt(19) === 90 && text.charCodeAt(10) === 84 && beginsWithClock(text);
  const match = canonical.exec(text);
  return match !== null && isCalendarDay(Number(match[1]), Number(match[2]), Number(match[3]));
};
