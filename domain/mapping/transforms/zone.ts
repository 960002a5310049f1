import { utcMilliseconds } from '../../canonical/iso-time.ts';
import type { ClockTime } from '../../canonical/iso-time.ts';
import { ArgumentError } from '../transform-spec.ts';

/** Minutes east of UTC that a clock in the zone showed at that clock time. */
export type Zone = (time: ClockTime) => number;

const fixed = /^([+-])(\d{2}):?(\d{2})$/;

const formatter = (zone: string): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new ArgumentError(
      `the zone ${zone} is unknown; name UTC, an offset such as +02:00, or one such as Europe/Berlin`,
    );
  }
};

const shownAt = (format: Intl.DateTimeFormat, milliseconds: number): number => {
  const parts = Object.fromEntries(
    format.formatToParts(milliseconds).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: string): number => parts[name] ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
};

/**
 * The zone of an IANA name, an offset or `UTC`. A clock time that comes twice is taken as the first, one that is skipped
 * as if the clock had not been moved yet. Throws ArgumentError for an unknown zone.
 */
export const zoneOf = (name: string): Zone => {
  if (name === 'UTC' || name === 'Z') return () => 0;
  const match = fixed.exec(name);
  if (match !== null) {
    const minutes = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
    return () => minutes;
  }
  const format = formatter(name);
  const offsetAt = (milliseconds: number): number => (shownAt(format, milliseconds) - milliseconds) / 60_000;
  const hours = new Map<number, number>();
  return (time) => {
    const local = utcMilliseconds(time);
    const quarter = Math.floor(local / 900_000);
    const known = hours.get(quarter);
    if (known !== undefined) return known;
    // The offsets a day before and after bracket any change; the earlier instant is the one with the larger offset.
    const before = offsetAt(local - 86_400_000);
    const after = offsetAt(local + 86_400_000);
    const first = local - before * 60_000;
    const offset =
      offsetAt(first) === before || before === after
        ? before
        : offsetAt(local - after * 60_000) === after
          ? after
          : before;
    if (hours.size > 10_000) hours.clear();
    hours.set(quarter, offset);
    return offset;
  };
};
