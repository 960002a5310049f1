import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';

/**
 * A time column as text with microseconds, in UTC. A Date holds milliseconds only; a cursor made of one would skip or
 * repeat rows of the same millisecond.
 */
export const microseconds = (column: string): RawBuilder<string> =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Place of a row in a list that is ordered by a time, newest first, and then by id. */
export interface TimePosition {
  /** As `microseconds` gives it. */
  readonly at: string;
  readonly id: string;
}

/** Rows behind `after` in the order (time desc, id desc). */
export const olderThan = (time: string, id: string, after: TimePosition): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(time)}, ${sql.ref(id)}) < (${after.at}::timestamptz, ${after.id}::uuid)`;
