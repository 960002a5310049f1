import type { IsoMoment } from '../../canonical/iso-time.ts';
import { ArgumentError } from '../transform-spec.ts';

/** Reads a text by one format; the zone is null where the format or the text has none. */
export type DateReader = (text: string) => IsoMoment | null;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const monthPattern = '([A-Za-z]{3,9})\\.?';

/** Pattern of each token; the longest token that fits is taken. */
const tokens: Readonly<Record<string, string>> = {
  YYYY: '(\\d{4})',
  YY: '(\\d{2})',
  MMMM: monthPattern,
  MMM: monthPattern,
  MM: '(\\d{2})',
  M: '(\\d{1,2})',
  DD: '(\\d{2})',
  D: '(\\d{1,2})',
  ddd: '([A-Za-z]{3,9})\\.?',
  HH: '(\\d{2})',
  H: '(\\d{1,2})',
  hh: '(\\d{2})',
  h: '(\\d{1,2})',
  mm: '(\\d{2})',
  ss: '(\\d{2})',
  SSS: '(\\d{1,9})',
  a: '([AaPp]\\.?[Mm]\\.?)',
  Z: '(Z|UTC|GMT|[+-]\\d{2}:?\\d{2})',
};
const tokenPattern =
  /YYYY|YY|MMMM|MMM|MM|M|DD|D|ddd|HH|H|hh|h|mm|ss|SSS|a|Z|\[[^\]]*\]|[A-Za-z]|[^A-Za-z[]+/g;

const literal = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/ /g, '[ \\u00a0\\u202f]+');

const readFormat = (format: string): { readonly pattern: RegExp; readonly names: readonly string[] } => {
  let source = '';
  const names: string[] = [];
  for (const part of format.match(tokenPattern) ?? []) {
    const token = tokens[part];
    if (token !== undefined) {
      source += token;
      names.push(part.startsWith('MMM') ? 'MMM' : part.length > 1 && part !== 'YY' ? part.charAt(0) : part);
    } else if (part.startsWith('[')) source += literal(part.slice(1, -1));
    else if (part === 'T' || !/[A-Za-z]/.test(part)) source += literal(part);
    else
      throw new ArgumentError(
        `the format ${format} holds ${part}; its tokens are ${Object.keys(tokens).join(' ')}`,
      );
  }
  return { pattern: new RegExp(`^${source}$`), names: names.map((name) => ({ d: 'weekday' })[name] ?? name) };
};

const monthOf = (name: string): number => {
  const at = months.indexOf(name.slice(0, 3).toLowerCase() as (typeof months)[number]);
  return at + 1;
};

const offsetOf = (zone: string): number => {
  const digits = zone.replace(/\D/g, '');
  if (digits === '') return 0;
  return (zone.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
};

/** Hour of the day from an hour of a twelve-hour clock; 99 when there is no such hour. */
const hourOf = (hour: number, half: string): number => {
  if (hour < 1 || hour > 12) return 99;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
};

/** Whole year of a two-digit one: below the pivot it is 20YY, from it on 19YY. */
const fullYear = (year: number, pivot: number): number => year + (year < pivot ? 2_000 : 1_900);

const build = (found: ReadonlyMap<string, string>, pivot: number): IsoMoment => {
  const number = (name: string): number => Number(found.get(name) ?? 0);
  const half = found.get('a');
  const month = found.get('MMM');
  const zone = found.get('Z');
  const hour = found.has('h') ? hourOf(number('h'), half ?? 'am') : number('H');
  return {
    time: {
      year: found.has('YY') ? fullYear(number('YY'), pivot) : number('Y'),
      month: month === undefined ? number('M') : monthOf(month),
      day: number('D'),
      hour,
      minute: number('m'),
      second: number('s'),
      fraction: found.get('S') ?? '',
    },
    offset: zone === undefined ? null : offsetOf(zone),
  };
};

/**
 * Compiles a date format of the tokens YYYY YY MM M MMM MMMM DD D ddd HH H hh h mm ss SSS a Z, `[literal]`, and other
 * characters as they are. Month names are English. Throws ArgumentError for another letter or a missing day.
 */
export const compileDateFormat = (format: string, pivot: number): DateReader => {
  const { pattern, names } = readFormat(format);
  const has = (...wanted: readonly string[]): boolean => wanted.some((name) => names.includes(name));
  if (!has('Y', 'YY') || !has('M', 'MMM') || !has('D')) {
    throw new ArgumentError(`the format ${format} needs a year, a month and a day, such as YYYY-MM-DD`);
  }
  if (has('h') !== has('a')) throw new ArgumentError(`the format ${format} needs both h and a, or H alone`);
  return (text) => {
    const match = pattern.exec(text);
    if (match === null) return null;
    return build(new Map(names.map((name, at) => [name, match[at + 1] ?? ''])), pivot);
  };
};
