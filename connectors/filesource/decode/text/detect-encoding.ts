import { isAscii, isUtf8 } from 'node:buffer';
import { readRange } from '../byte-source.ts';
import type { ByteSource } from '../byte-source.ts';
import { limits } from '../limits.ts';

/** A label of the WHATWG Encoding Standard; those found without being told are the first four. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | (string & {});

export interface FoundEncoding {
  readonly encoding: Encoding;
  /** Bytes of the byte-order marks at the start, which are not part of the text. */
  readonly markBytes: number;
  /** One sentence where the finding could be wrong. */
  readonly guess?: string;
}

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Finds a text's encoding from its marks, its zero bytes, and whether all of it is valid UTF-8. */
export async function detectEncoding(source: ByteSource, declared?: Encoding): Promise<FoundEncoding> {
  const head = await readRange(source, 0, limits.sampleBytes);
  const marked = readMarks(head);
  if (declared !== undefined) {
    return { encoding: declared, markBytes: marked?.encoding === declared ? marked.markBytes : 0 };
  }
  if (marked !== null) return marked;
  const wide = utf16ByZeros(head);
  if (wide !== null) {
    return {
      encoding: wide,
      markBytes: 0,
      guess: `taken as ${wide} by its zero bytes; it has no byte-order mark`,
    };
  }
  return utf8OrWindows(await tallyUtf8(source));
}

/** All marks at the start: files that were joined or saved twice carry more than one. */
function readMarks(head: Buffer): FoundEncoding | null {
  for (const [encoding, mark] of marks) {
    let length = 0;
    while (mark.every((byte, index) => head[length + index] === byte)) length += mark.length;
    if (length > 0) return { encoding, markBytes: length };
  }
  return null;
}

/** UTF-16 of mostly Latin text has a zero in every other byte; plain text has none. */
function utf16ByZeros(head: Buffer): Encoding | null {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) {
    if (head[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  const many = head.length * 0.3;
  if (odd > many && even < odd / 5) return 'utf-16le';
  return even > many && odd < even / 5 ? 'utf-16be' : null;
}

interface Tally {
  /** Lines that hold letters beyond ASCII, by whether they are valid UTF-8. */
  readonly valid: number;
  readonly invalid: number;
}

/** Looks at every byte, since the first letter beyond ASCII may stand in the last row (about 1 GB a second). */
async function tallyUtf8(source: ByteSource): Promise<Tally> {
  const block = Buffer.allocUnsafe(Math.min(limits.blockBytes, source.size + 4));
  let valid = 0;
  let invalid = 0;
  let carried = 0;
  for (let position = 0; position < source.size;) {
    const got = await source.read(block, carried, block.length - carried, position);
    if (got === 0) break;
    position += got;
    const filled = carried + got;
    const cut = position >= source.size ? filled : wholeSequences(block, filled);
    const part = block.subarray(0, cut);
    if (isUtf8(part)) valid += hasHighByte(part) ? 1 : 0;
    else {
      const lines = tallyLines(part);
      valid += lines.valid;
      invalid += lines.invalid;
    }
    carried = filled - cut;
    block.copyWithin(0, cut, filled);
  }
  return { valid, invalid };
}

/** The end of the last whole UTF-8 sequence: at most three bytes are left for the next block. */
function wholeSequences(block: Buffer, filled: number): number {
  for (let back = 1; back <= 3 && back <= filled; back += 1) {
    const byte = block[filled - back] ?? 0;
    if (byte < 0x80) return filled;
    if (byte >= 0xc0) return filled - back;
  }
  return filled;
}

function tallyLines(part: Buffer): Tally {
  let valid = 0;
  let invalid = 0;
  for (let start = 0; start < part.length;) {
    const found = part.indexOf(0x0a, start);
    const end = found < 0 ? part.length : found + 1;
    const line = part.subarray(start, end);
    if (!isUtf8(line)) invalid += 1;
    else if (hasHighByte(line)) valid += 1;
    start = end;
  }
  return { valid, invalid };
}

const hasHighByte = (bytes: Buffer): boolean => !isAscii(bytes);

function utf8OrWindows({ valid, invalid }: Tally): FoundEncoding {
  if (invalid === 0) return { encoding: 'utf-8', markBytes: 0 };
  if (valid >= invalid) {
    const guess = `taken as UTF-8 although ${invalid} lines are not valid in it; those rows are unreadable`;
    return { encoding: 'utf-8', markBytes: 0, guess };
  }
  const guess = 'taken as Windows-1252 because it is not UTF-8; set `encoding` if letters look wrong';
  return { encoding: 'windows-1252', markBytes: 0, guess };
}
