import { z } from 'zod';
import type { Json } from '../../domain/json.ts';
import { edgesOf } from './folder/first-bytes.ts';
import type { OpenFile } from './folder/open-file.ts';

/** Which content a read was about, and how many records of it were taken. */
const cursorSchema = z.strictObject({
  version: z.literal(2),
  size: z.int().min(0),
  modified: z.string().max(40),
  /** SHA-256 of the first and of the last 64 kB. */
  head: z.string().length(64),
  tail: z.string().length(64),
  records: z.int().min(0),
});

export type FileCursor = z.infer<typeof cursorSchema>;

/** The cursor at the start of a file's present content. */
export async function startCursor(file: OpenFile): Promise<FileCursor> {
  const { size, modified } = file.stamp;
  const { head, tail } = await file.edges();
  return { version: 2, size, modified, head, tail, records: 0 };
}

/**
 * How many records a broken-off read had taken; 0 when the cursor is about other content or of another kind. Of a file that has
 * only grown since they stay taken, but for one that may have been the beginning of a line.
 */
export async function recordsTaken(resume: Json, file: OpenFile): Promise<number> {
  const parsed = cursorSchema.safeParse(resume);
  if (!parsed.success) return 0;
  const { size, modified, head, tail, records } = parsed.data;
  const { stamp } = file;
  const grown = file.growsByLines && size < stamp.size;
  if (!grown && (size !== stamp.size || modified !== stamp.modified)) return 0;
  const then = grown ? await edgesOf(file.bytes, size) : await file.edges();
  if (head !== then.head || tail !== then.tail) return 0;
  return grown && then.whole !== size ? Math.max(0, records - 1) : records;
}
