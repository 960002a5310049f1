import { addDays, dayOf, everything, lastUnits, monthOfName, span, toDate, unitPeriod } from './period.ts';
import type { Period, PeriodUnit } from './period.ts';

/** A period that some words name, and how many words that are. */
export interface TimePhrase {
  readonly period: Period;
  readonly length: number;
}

const units: Readonly<Record<string, PeriodUnit>> = {
  day: 'day',
  days: 'day',
  week: 'week',
  weeks: 'week',
  month: 'month',
  months: 'month',
  quarter: 'quarter',
  quarters: 'quarter',
  year: 'year',
  years: 'year',
};
const offsets: Readonly<Record<string, number>> = {
  ...{ this: 0, current: 0, last: -1, previous: -1, former: -1, past: -1, prior: -1, next: 1, coming: 1 },
};
const numberWords: Readonly<Record<string, number>> = {
  ...{ two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twelve: 12 },
};
const mostUnits = 1_000;

/** A count in figures or words up to twelve, else undefined. */
export const countOf = (word: string | undefined): number | undefined => {
  if (word === undefined) return undefined;
  const count = numberWords[word] ?? (/^\d{1,4}$/.test(word) ? Number(word) : undefined);
  return count === undefined || count < 1 || count > mostUnits ? undefined : count;
};

const isDay = (text: string): boolean => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && year >= 1900 && dayOf(year, month - 1, day) === text;
};
const yearOf = (word: string | undefined): number | undefined =>
  word !== undefined && /^(?:19|20)\d{2}$/.test(word) ? Number(word) : undefined;

type Reader = (words: readonly string[], today: string) => TimePhrase | undefined;

/** The year in which a month (0–11) last began, today's month included. */
const latestYear = (month: number, today: string): number => {
  const [year = 0, current = 1] = today.split('-').map(Number);
  return month <= current - 1 ? year : year - 1;
};

/** `2026-10-15`, `2026-10`, `2026`. */
const numeric: Reader = ([first = '']) => {
  if (isDay(first)) return { period: unitPeriod(first, 'day'), length: 1 };
  if (/^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/.test(first))
    return { period: unitPeriod(`${first}-01`, 'month'), length: 1 };
  const year = yearOf(first);
  return year === undefined ? undefined : { period: unitPeriod(dayOf(year, 0, 1), 'year'), length: 1 };
};

/** `Q3 2026`; without its year the latest one. */
const quarterly: Reader = ([first = '', second], today) => {
  const quarter = /^q([1-4])$/.exec(first)?.[1];
  if (quarter === undefined) return undefined;
  const month = (Number(quarter) - 1) * 3;
  const said = yearOf(second);
  const start = dayOf(said ?? latestYear(month, today), month, 1);
  return { period: unitPeriod(start, 'quarter'), length: said === undefined ? 1 : 2 };
};

/** `15 October 2026`, `15th Oct`. */
const dated: Reader = ([first = '', second = '', third], today) => {
  const day = /^([0-2]?\d|3[01])(?:st|nd|rd|th)?$/.exec(first)?.[1];
  const month = monthOfName(second);
  if (day === undefined || month === undefined) return undefined;
  const said = yearOf(third);
  const start = dayOf(said ?? latestYear(month, today), month, Number(day));
  return { period: unitPeriod(start, 'day'), length: said === undefined ? 2 : 3 };
};

/** `October 2026`, `oct`. */
const monthly: Reader = ([first = '', second], today) => {
  const month = monthOfName(first);
  if (month === undefined) return undefined;
  const said = yearOf(second);
  const start = dayOf(said ?? latestYear(month, today), month, 1);
  return { period: unitPeriod(start, 'month'), length: said === undefined ? 1 : 2 };
};

/** `this month`, `last year`, `this quarter so far`. */
const neighbouring: Reader = ([first = '', second = '', third, fourth], today) => {
  const offset = offsets[first];
  const unit = units[second];
  if (offset === undefined || unit === undefined) return undefined;
  if (offset === 0 && third === 'so' && fourth === 'far') return { period: toDate(today, unit), length: 4 };
  return { period: unitPeriod(today, unit, offset), length: 2 };
};

/** `last 30 days`, `past two quarters`. */
const several: Reader = ([first = '', second, third = ''], today) => {
  const count = countOf(second);
  const unit = units[third];
  if (offsets[first] !== -1 || count === undefined || unit === undefined) return undefined;
  return { period: lastUnits(today, unit, count), length: 3 };
};

const relative: Reader = (words, today) => {
  const [first = ''] = words;
  if (first === 'today') return { period: unitPeriod(today, 'day'), length: 1 };
  if (first === 'yesterday') return { period: unitPeriod(today, 'day', -1), length: 1 };
  const skipped = first === 'the' ? 1 : 0;
  const rest = words.slice(skipped);
  const found = neighbouring(rest, today) ?? several(rest, today);
  return found && { ...found, length: found.length + skipped };
};

const shortToDate: Readonly<Record<string, PeriodUnit>> = {
  ...{ mtd: 'month', qtd: 'quarter', ytd: 'year', wtd: 'week' },
};

/** `year to date`, `ytd`. */
const untilNow: Reader = ([first = '', second, third], today) => {
  const short = shortToDate[first];
  if (short !== undefined) return { period: toDate(today, short), length: 1 };
  const unit = units[first];
  if (unit === undefined || second !== 'to' || third !== 'date') return undefined;
  return { period: toDate(today, unit), length: 3 };
};

/** `so far this year`, `so far`, `all time`. */
const soFar: Reader = ([first, second, third, fourth = ''], today) => {
  if (first === 'all' && second === 'time') return { period: everything, length: 2 };
  if (first !== 'so' || second !== 'far') return undefined;
  const unit = third === 'this' ? units[fourth] : undefined;
  return unit === undefined ? { period: everything, length: 2 } : { period: toDate(today, unit), length: 4 };
};

const readers = [untilNow, soFar, relative, numeric, quarterly, dated, monthly];

const single: Reader = (words, today) => {
  for (const read of readers) {
    const found = read(words, today);
    if (found !== undefined) return found;
  }
  return undefined;
};

const joints: Readonly<Record<string, readonly string[]>> = {
  between: ['and'],
  from: ['to', 'until', 'till'],
};

/** `between X and Y`, `from X to Y`; both ends belong to it. */
const ranged: Reader = (words, today) => {
  const joint = joints[words[0] ?? ''];
  const from = joint === undefined ? undefined : single(words.slice(1), today);
  if (from === undefined || joint?.includes(words[1 + from.length] ?? '') !== true) return undefined;
  const till = single(words.slice(2 + from.length), today);
  const start = from.period.start;
  const end = till?.period.end ?? null;
  if (till === undefined || start === null || end === null || start >= end) return undefined;
  return { period: span(start, end), length: 2 + from.length + till.length };
};

/** `since May`, `after 2025`, `before October`, `until 2026-10-15`. */
const halfOpen: Reader = (words, today) => {
  const [first = ''] = words;
  if (!['since', 'after', 'before', 'until', 'till'].includes(first)) return undefined;
  const found = single(words.slice(1), today);
  if (found === undefined) return undefined;
  const { start, end } = found.period;
  const length = found.length + 1;
  if (first === 'since') return { period: span(start, null), length };
  if (first === 'after') return { period: span(end, null), length };
  return { period: span(null, first === 'before' ? start : end), length };
};

/** `in October`, `during Q3`, `on 2026-10-15`. */
const placed: Reader = (words, today) => {
  const found = single(words, today);
  if (found !== undefined || !['in', 'during', 'on', 'of', 'for', 'over', 'within'].includes(words[0] ?? ''))
    return found;
  const inner = single(words.slice(1), today);
  return inner && { ...inner, length: inner.length + 1 };
};

/** The period that these folded words begin with, with its preposition, or undefined. */
export const readTimePhrase: Reader = (words, today) =>
  ranged(words, today) ?? halfOpen(words, today) ?? placed(words, today);

/** Whether a day is the last of a period or behind it: a period that is not over holds less than it will. */
export const isOver = ({ end }: Period, today: string): boolean => end === null || end <= today;

/** How many days of a period have begun by today. */
export const daysBegun = ({ start, end }: Period, today: string): readonly [begun: number, all: number] => {
  if (start === null || end === null) return [0, 0];
  const all = Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000);
  const begun = Math.round((Date.parse(addDays(today, 1)) - Date.parse(start)) / 86_400_000);
  return [Math.max(0, Math.min(all, begun)), all];
};
