import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../../domain/json.ts';
import { readRange } from './decode/byte-source.ts';
import type { OpenFile } from './folder/open-file.ts';

/** Which content a read was about, and how many records of it were taken. */
const cursorSchema = z.strictObject({
  version: z.literal(1),
  size: z.int().min(0),
  modified: z.string().max(40),
  /** SHA-256 of the first 64 kB. */
  head: z.string().length(64),
  records: z.int().min(0),
});

export type FileCursor = z.infer<typeof cursorSchema>;

/** The cursor at the start of a file's present content. */
export async function startCursor({ bytes, stamp }: OpenFile): Promise<FileCursor> {
  const head = createHash('sha256')
    .update(await readRange(bytes, 0, 64 << 10))
    .digest('hex');
  return { version: 1, size: stamp.size, modified: stamp.modified, head, records: 0 };
}

/** How many records a broken-off read had taken; 0 when the cursor is about other content or of another kind. */
export function recordsTaken(resume: Json, start: FileCursor): number {
  const parsed = cursorSchema.safeParse(resume);
  if (!parsed.success) return 0;
  const { size, modified, head, records } = parsed.data;
  return size === start.size && modified === start.modified && head === start.head ? records : 0;
}
