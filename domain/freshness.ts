import type { ConnectionState } from './states/connection.ts';

/** Since when a connection has been read, and how often it is to be. */
export interface Reading {
  readonly status: ConnectionState;
  /** Seconds between scheduled reads; null: only when asked. */
  readonly schedule_seconds: number | null;
  /** End of the last complete read; null before the first. */
  readonly read_at: Date | null;
}

/** One read may be late or fail; after two that did not come, what there is counts as stale. */
const missedReads = 2;

/**
 * From when on a connection is stale: twice its schedule after it was last read. Null where nothing is expected of it: no
 * schedule, not read yet, or paused.
 */
export const staleFrom = ({ status, schedule_seconds, read_at }: Reading): Date | null =>
  status === 'paused' || schedule_seconds === null || read_at === null
    ? null
    : new Date(read_at.getTime() + missedReads * schedule_seconds * 1_000);

/** Whether a connection is stale at `now` (epoch milliseconds). */
export const isStale = (reading: Reading, now: number): boolean => {
  const from = staleFrom(reading);
  return from !== null && from.getTime() < now;
};

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `3 hours`: the largest unit alone. */
const spanWords = (seconds: number): string => {
  const [unit, size] = units.find(([, each]) => seconds >= each) ?? units[3];
  const count = Math.floor(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};

/** Why a stale connection is: `last read 3 hours ago, to be read every 15 minutes`. */
export const staleReason = ({ schedule_seconds, read_at }: Reading, now: number): string =>
  `last read ${spanWords(Math.max(0, now - (read_at?.getTime() ?? now)) / 1_000)} ago, ` +
  `to be read every ${spanWords(schedule_seconds ?? 0).replace(/^1 /, '')}`;
