import { limits } from '../limits.ts';
import type { Utf8Feed } from './utf8-feed.ts';

export interface Line {
  readonly bytes: Buffer;
  /** From 1. */
  readonly number: number;
  /** The line went on beyond the longest record; `bytes` is its beginning. */
  readonly tooLong: boolean;
}

/** Streams the lines of a text, those of one window at a time; their bytes are valid until the next ones are asked for. */
export async function* readLines(feed: Utf8Feed): AsyncGenerator<Line[]> {
  let window = Buffer.allocUnsafe(2 * limits.blockBytes);
  let filled = 0;
  let number = 0;
  let skipping = false;
  for (let got = -1; got !== 0;) {
    if (filled + limits.blockBytes > window.length) {
      const larger = Buffer.allocUnsafe(2 * window.length);
      window.copy(larger, 0, 0, filled);
      window = larger;
    }
    got = await feed.fill(window, filled);
    filled += got;
    const lines: Line[] = [];
    let start = 0;
    const give = (end: number, tooLong: boolean): void => {
      if (!skipping) lines.push({ bytes: window.subarray(start, end), number: (number += 1), tooLong });
    };
    for (let end = window.indexOf(0x0a); end >= 0 && end < filled; end = window.indexOf(0x0a, start)) {
      give(end, end - start > limits.maxRecordBytes);
      skipping = false;
      start = end + 1;
    }
    if (got === 0 && start < filled) give(filled, false);
    else if (filled - start > limits.maxRecordBytes) {
      give(start + limits.maxRawBytes, true);
      skipping = true;
      start = filled;
    }
    if (lines.length > 0) yield lines;
    window.copy(window, 0, start, filled);
    filled -= start;
  }
}
