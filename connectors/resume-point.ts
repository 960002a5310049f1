import type { z } from 'zod';
import { Fault } from '../domain/faults.ts';
import type { Json } from '../domain/json.ts';

/** The contract allows 4 kB. */
const largestBytes = 4_000;

/** A stored cursor in the connector's own form; null for none. Throws `source_protocol` for one that is not of it. */
export const parseResumePoint = <Cursor>(schema: z.ZodType<Cursor>, json: Json): Cursor | null => {
  if (json === null) return null;
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new Fault('source_protocol', 'The stored cursor is not one of this connector');
  return parsed.data;
};

/** The cursor as it may be stored. Throws `source_data_unreadable`, with the sentence given, where a key makes it too long. */
export const sealResumePoint = (cursor: Json, tooLong: string): Json => {
  if (Buffer.byteLength(JSON.stringify(cursor)) >= largestBytes)
    throw new Fault('source_data_unreadable', tooLong);
  return cursor;
};
