/** Calendar arithmetic on `YYYY-MM-DD` in UTC; nothing here asks what day it is. */

export type PeriodUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A span of days: `start` belongs to it, `end` does not. Either may be open. */
export interface Period {
  readonly start: string | null;
  readonly end: string | null;
  /** In words: `October 2026`, `the last 30 days`. */
  readonly label: string;
  /** Set where the span is exactly one such unit of the calendar. */
  readonly unit: PeriodUnit | null;
}

const dayMs = 86_400_000;
const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  ...['October', 'November', 'December'],
] as const;

/** 0–11 for the name of a month or its first three letters (`sept` too), else undefined. */
export const monthOfName = (word: string): number | undefined => {
  if (word.length < 3) return undefined;
  const at = monthNames.findIndex((name) => {
    const folded = name.toLowerCase();
    return folded === word || folded.slice(0, 3) === word || (word === 'sept' && folded === 'september');
  });
  return at < 0 ? undefined : at;
};

/** The day of a year, month (0–11, any other carries over) and day of the month. */
export const dayOf = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

const partsOf = (day: string): readonly [year: number, month: number, day: number] => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return [year, month - 1, date];
};

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** Days from `start` to `end`. */
const daysBetween = (start: string, end: string): number =>
  Math.round((Date.parse(end) - Date.parse(start)) / dayMs);

/** First day of the unit that is `offset` units from the one that holds `day`; weeks begin on Monday. */
const unitStart = (day: string, unit: PeriodUnit, offset = 0): string => {
  const [year, month] = partsOf(day);
  if (unit === 'year') return dayOf(year + offset, 0, 1);
  if (unit === 'quarter') return dayOf(year, month - (month % 3) + 3 * offset, 1);
  if (unit === 'month') return dayOf(year, month + offset, 1);
  if (unit === 'day') return addDays(day, offset);
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  return addDays(day, 7 * offset - weekday);
};

const longDay = (day: string): string => {
  const [year, month, date] = partsOf(day);
  return `${String(date)} ${monthNames[month] ?? ''} ${String(year)}`;
};

const labelOf = (start: string, unit: PeriodUnit): string => {
  const [year, month] = partsOf(start);
  if (unit === 'year') return String(year);
  if (unit === 'quarter') return `Q${String(Math.floor(month / 3) + 1)} ${String(year)}`;
  if (unit === 'month') return `${monthNames[month] ?? ''} ${String(year)}`;
  return unit === 'week' ? `the week of ${longDay(start)}` : longDay(start);
};

/** One whole unit of the calendar, counted from the one that holds `day`. */
export const unitPeriod = (day: string, unit: PeriodUnit, offset = 0): Period => {
  const start = unitStart(day, unit, offset);
  return { start, end: unitStart(start, unit, 1), label: labelOf(start, unit), unit };
};

/** `last 30 days` ends with today; `last 3 months` are the three whole ones before this one. */
export const lastUnits = (today: string, unit: PeriodUnit, count: number): Period => {
  const many = `the last ${String(count)} ${unit}${count === 1 ? '' : 's'}`;
  if (unit === 'day') {
    const end = addDays(today, 1);
    return { start: addDays(end, -count), end, label: many, unit: null };
  }
  const end = unitStart(today, unit);
  return { start: unitStart(today, unit, -count), end, label: many, unit: null };
};

/** From the start of the unit that holds today up to today. */
export const toDate = (today: string, unit: PeriodUnit): Period => ({
  start: unitStart(today, unit),
  end: addDays(today, 1),
  label: `${labelOf(unitStart(today, unit), unit)} to date`,
  unit: null,
});

/** From a day to another, neither of them later than the other; open ends are null. `end` is exclusive. */
export const span = (start: string | null, end: string | null): Period => {
  const last = end === null ? null : longDay(addDays(end, -1));
  const label =
    start === null
      ? `up to ${last ?? 'now'}`
      : last === null
        ? `since ${longDay(start)}`
        : `${longDay(start)} to ${last}`;
  return { start, end, label, unit: null };
};

export const everything: Period = { start: null, end: null, label: 'all time', unit: null };

/** The period that a period is compared with where nobody names another: the unit before, or as many days before. */
export const periodBefore = (period: Period): Period | undefined => {
  const { start, end, unit } = period;
  if (start === null || end === null) return undefined;
  if (unit !== null) return unitPeriod(start, unit, -1);
  const before = addDays(start, -daysBetween(start, end));
  return { ...span(before, start), label: `${longDay(before)} to ${longDay(addDays(start, -1))}` };
};

/** The same days a year earlier. */
export const yearBefore = (period: Period): Period | undefined => {
  const { start, end, unit } = period;
  if (start === null || end === null) return undefined;
  const earlier = (day: string): string => {
    const [year, month, date] = partsOf(day);
    return dayOf(year - 1, month, date);
  };
  if (unit !== null && unit !== 'week') return unitPeriod(earlier(start), unit);
  return span(earlier(start), earlier(end));
};
