import { createHash } from 'node:crypto';
import type { ByteSource } from '../decode/byte-source.ts';
import { readRange } from '../decode/byte-source.ts';
import { extensionOf } from '../decode/extension-of.ts';
import { limits } from '../decode/limits.ts';

const edgeBytes = 64 << 10;
const [lineFeed, carriageReturn] = [0x0a, 0x0d];
const byLines = new Set(['.csv', '.tsv', '.tab', '.jsonl', '.ndjson']);

/** What tells a file's content from another one, as far as it is known without reading all of it. */
export interface Edges {
  /** SHA-256 of the first 64 kB. */
  readonly head: string;
  /** SHA-256 of the last 64 kB. */
  readonly tail: string;
  /** Where the last line that has its break ends, in bytes; `size` where all have, null where none was found. */
  readonly whole: number | null;
}

/** Head and tail of a file's first `size` bytes, and where the last whole line of them ends. */
export const edgesOf = async (source: ByteSource, size: number): Promise<Edges> => {
  const start: ByteSource = { size, read: (...wanted) => source.read(...wanted) };
  const sha = async (position: number): Promise<string> =>
    createHash('sha256')
      .update(await readRange(start, position, edgeBytes))
      .digest('hex');
  return {
    head: await sha(0),
    tail: await sha(Math.max(0, size - edgeBytes)),
    whole: await endOfLines(start),
  };
};

/** Whether a file of this name only gets further lines when it grows; the content of any other one is then another. */
export const growsByLines = (name: string): boolean => byLines.has(extensionOf(name));

/**
 * The bytes that a file held when it was opened, also while lines are added to it. Where it has grown and its last line
 * then had no break yet, that line is left to a later read: nobody knows how much of it was written.
 */
export class FirstBytes implements ByteSource {
  #size: number;
  readonly #source: ByteSource;
  readonly #sizeNow: () => Promise<number>;
  #edges: Promise<Edges> | undefined;

  /** `source`: the file as it was when it was opened; `sizeNow`: how long it is by now. */
  constructor(source: ByteSource, sizeNow: () => Promise<number>) {
    this.#size = source.size;
    this.#source = source;
    this.#sizeNow = sizeNow;
  }

  get size(): number {
    return this.#size;
  }

  async read(target: Buffer, at: number, length: number, position: number): Promise<number> {
    const { whole } = await this.edges();
    // Who has handed out a part of the unfinished line already cannot leave it out any more.
    const reachesOver = whole !== null && position <= whole && position + length > whole;
    if (reachesOver && whole < this.#size && (await this.#sizeNow()) > this.#size) this.#size = whole;
    const wanted = Math.min(length, this.#size - position);
    return wanted <= 0 ? 0 : await this.#source.read(target, at, wanted, position);
  }

  /** Taken at the first read, before anything is handed out. */
  edges(): Promise<Edges> {
    return (this.#edges ??= edgesOf(this.#source, this.#source.size));
  }

  /** True where what was opened still stands at the beginning of the file, and all that is handed out of it are whole lines. */
  async isKept(): Promise<boolean> {
    const [then, now] = [await this.edges(), await edgesOf(this.#source, this.#source.size)];
    return this.#size === then.whole && now.head === then.head && now.tail === then.tail;
  }
}

/** The end of the last line that has its break; null where none is found within the longest record. */
const endOfLines = async (source: ByteSource): Promise<number | null> => {
  for (let end = source.size; end > 0 && source.size - end <= limits.maxRecordBytes; end -= edgeBytes) {
    const start = Math.max(0, end - edgeBytes);
    const bytes = await readRange(source, start, end - start);
    const found = Math.max(bytes.lastIndexOf(lineFeed), bytes.lastIndexOf(carriageReturn));
    // In UTF-16 the break is two bytes wide.
    if (found >= 0) return Math.min(source.size, start + found + (bytes[found + 1] === 0 ? 2 : 1));
  }
  return source.size === 0 ? 0 : null;
};
