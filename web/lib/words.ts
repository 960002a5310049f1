/** Made when it is first used: formats take longer to make than all else that a page does before it answers. */
const whenUsed = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};
const numbers = whenUsed(() => new Intl.NumberFormat('en-GB'));
const relative = whenUsed(() => new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' }));

type Zone = 'local' | 'utc';
const formats = (style: Intl.DateTimeFormatOptions): Readonly<Record<Zone, () => Intl.DateTimeFormat>> => ({
  local: whenUsed(() => new Intl.DateTimeFormat('en-GB', style)),
  utc: whenUsed(() => new Intl.DateTimeFormat('en-GB', { ...style, timeZone: 'UTC' })),
});
const moments = formats({ dateStyle: 'medium', timeStyle: 'medium' });
const clocks = formats({ timeStyle: 'medium' });

export const countWords = (count: number): string => numbers().format(count);

/** `3 rows`, `1 row`. */
export const plural = (count: number, noun: string, many = `${noun}s`): string =>
  `${countWords(count)} ${count === 1 ? noun : many}`;

/** A share from 0 to 1: `0.874` as `87 %`; never rounded up to certainty. */
export const percentWords = (share: number): string =>
  `${String(share < 1 ? Math.min(99, Math.round(share * 100)) : 100)} %`;

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `2 minutes ago`, `in 5 minutes`. */
export const relativeWords = (at: number, now: number): string => {
  const seconds = Math.round((at - now) / 1_000);
  const [unit, size] = units.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
  return relative().format(Math.trunc(seconds / size), unit);
};

/** Day and time in the zone of the device, or in UTC and saying so. */
export const absoluteWords = (at: number, zone: Zone): string =>
  `${moments[zone]().format(at)}${zone === 'utc' ? ' UTC' : ''}`;

/** The time of day alone. */
export const clockWords = (at: number, zone: Zone): string => clocks[zone]().format(at);

/** `3 days`, `4 hours`, `12 minutes`: the largest unit alone. */
export const ageWords = (seconds: number): string => {
  const [unit, size] = units.find(([, each]) => seconds >= each) ?? ['second', 1];
  return plural(Math.floor(seconds / size), unit);
};

const shortUnits: Readonly<Record<(typeof units)[number][0], string>> = {
  day: 'd',
  hour: 'h',
  minute: 'min',
  second: 's',
};

/** The same where there is little room: `3 d`, `12 min`. */
export const shortAgeWords = (seconds: number): string => {
  const [unit, size] = units.find(([, each]) => seconds >= each) ?? ['second', 1];
  return `${countWords(Math.floor(seconds / size))} ${shortUnits[unit]}`;
};

/** `1 h 5 min`, `12 s`: the two largest units. */
export const durationWords = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
};

/** How often a schedule runs: `Every 15 minutes`. */
export const scheduleWords = (seconds: number | null): string => {
  if (seconds === null) return 'Only when asked';
  const [unit, size] = units.find(([, each]) => seconds % each === 0 && seconds >= each) ?? ['second', 1];
  const count = seconds / size;
  return count === 1 ? `Every ${unit}` : `Every ${plural(count, unit)}`;
};

/** `mass_deletion` as `mass deletion`. */
export const spaced = (code: string): string => code.replaceAll(/[_.]/g, ' ');

/**
 * Why something failed, for people: `source_unreachable: The folder is gone` without the code, which support asks for where the
 * task is; an object's name may stand before it.
 */
export const reasonWords = (reason: string): string =>
  reason.replace(/^((?:(?!: ).)+: )?(?:[a-z]+(?:_[a-z]+)+|internal): (?=.)/s, '$1');

/** `createConnection` as `Create connection`. */
export const phrase = (name: string): string =>
  capital(name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));

/** The first letter large. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
