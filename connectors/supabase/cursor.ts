/** Where a read stands. All values are PostgreSQL's own text, cast back to their types by the server. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../../domain/json.ts';
import { parseResumePoint, sealResumePoint } from '../resume-point.ts';

const cursorSchema = z.object({
  /** What the rows are ordered by: the key's columns, or a digest of all columns for an order by row hash. */
  order: z.array(z.string()).max(32),
  /** The last row's place in that order. */
  after: z.array(z.string()),
  /** How many rows with exactly this place have been handed out; 0 where a place holds one row alone. */
  ties: z.int().min(0),
  /** Highest change value when the read began, never after the server's clock then: the next read starts there. */
  high: z.string().nullable(),
  changeField: z.string().nullable(),
});

export type Cursor = z.infer<typeof cursorSchema>;

export const parseCursor = (json: Json): Cursor | null => parseResumePoint(cursorSchema, json);

/** @throws Fault `source_data_unreadable` where the key's text is too long to be kept as a resume point */
export const sealCursor = (cursor: Cursor): Json =>
  sealResumePoint(cursor, 'A key longer than 3 kB cannot be a resume point. Choose another key.');

/** Short name of a list of columns; the order by row hash holds only as long as the columns stay the same. */
export const digestOf = (names: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(names)).digest('base64url').slice(0, 22);

export const sameOrder = (cursor: Cursor, order: readonly string[]): boolean =>
  cursor.order.length === order.length && cursor.order.every((name, at) => name === order[at]);
