/** Which parts of a point in time a number format shows. */
export interface DateFormat {
  readonly day: boolean;
  readonly time: boolean;
}

const date: DateFormat = { day: true, time: false };
const time: DateFormat = { day: false, time: true };
const both: DateFormat = { day: true, time: true };

/** Numbers of the formats that every workbook has without naming them (ECMA-376 part 1, 18.8.30). */
const builtIn = new Map<number, DateFormat>([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, date] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56].map((id) => [id, time] as const),
  [22, both],
]);

/** Whether a number format shows a day or a time; null: it shows a number, or a duration (`[h]:mm`). */
export function isDateFormat(id: number, code: string | undefined): DateFormat | null {
  if (code === undefined) return builtIn.get(id) ?? null;
  if (/\[(?:h+|m+|s+)\]/i.test(code)) return null;
  const [positive = ''] = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').split(';');
  const day = /[yd]/i.test(positive) || (/m/i.test(positive) && !/[hs]/i.test(positive));
  const hours = /[hs]/i.test(positive.replace(/general/i, ''));
  if (/general/i.test(positive) || (!day && !hours)) return null;
  return { day, time: hours };
}

const dayMs = 86_400_000;

/**
 * A serial day number as ISO 8601 text, to the millisecond: `2024-03-01`, `2024-03-01T12:30:00`, `12:30:00`. Workbooks know no
 * time zone, so the text names none. Days before March 1900 are off by one in Excel itself (it counts a 29 February 1900).
 */
export function serialToIso(serial: number, format: DateFormat, from1904: boolean): string | null {
  const leap = !from1904 && serial < 60 ? 1 : 0;
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const ms = epoch + Math.round((serial + leap) * dayMs);
  if (!Number.isFinite(ms) || serial < 0 || ms > Date.UTC(9999, 11, 31, 23, 59, 59, 999)) return null;
  const [day = '', clock = ''] = new Date(ms).toISOString().replace('Z', '').split('T');
  const shortClock = clock.replace(/\.000$/, '');
  if (!format.day && serial < 1) return shortClock;
  return format.time || shortClock !== '00:00:00' ? `${day}T${shortClock}` : day;
}
