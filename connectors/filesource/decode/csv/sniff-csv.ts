import { readRange } from '../byte-source.ts';
import type { ByteSource } from '../byte-source.ts';
import { limits } from '../limits.ts';
import { detectEncoding } from '../text/detect-encoding.ts';
import { utf8Feed } from '../text/utf8-feed.ts';
import { lineBreakOf, sniffDialect } from './sniff-dialect.ts';
import type { CsvLayout } from './read-csv.ts';

/** What a person may say about a delimited file instead of having it guessed. */
export interface CsvOptions {
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  /** Which record is the header, from 1; 0: none. */
  readonly headerRow?: number | undefined;
}

export interface SniffedCsv {
  readonly layout: CsvLayout;
  readonly guesses: readonly string[];
}

/** Finds out how a delimited text is written; reads all its bytes for the encoding and the first ones for the rest. */
export async function sniffCsv(
  source: ByteSource,
  options: CsvOptions,
  extension: string,
): Promise<SniffedCsv> {
  const declared = options.encoding === undefined ? undefined : new TextDecoder(options.encoding).encoding;
  const found = await detectEncoding(source, declared);
  const cut: ByteSource = {
    size: Math.min(source.size, limits.sampleBytes),
    read: (target, at, length, position) => source.read(target, at, length, position),
  };
  const sample = Buffer.allocUnsafe(3 * cut.size + 64);
  const feed = utf8Feed(cut, found);
  let filled = 0;
  for (let got = -1; got !== 0; filled += got) got = await feed.fill(sample, filled);
  const bytes = sample.subarray(0, filled);
  const whole = source.size <= limits.sampleBytes;
  const sniffed = sniffDialect(bytes, { whole, extension, delimiter: options.delimiter });
  const header = options.headerRow !== 0;
  const skip = options.headerRow === undefined ? sniffed.skip : Math.max(0, options.headerRow - 1);
  const guesses = [found.guess, sniffed.guess].filter((guess) => guess !== undefined);
  const { delimiter, quote, escape } = sniffed;
  const lineBreak = lineBreakOf(bytes);
  return {
    layout: { found, encoding: found.encoding, delimiter, quote, escape, lineBreak, skip, header },
    guesses,
  };
}

/** Refuses what is no text: an archive, a workbook or a program that carries a text file's name. */
export async function isBinary(source: ByteSource): Promise<boolean> {
  const head = (await readRange(source, 0, 8)).toString('latin1');
  return ['PK\x03\x04', '\xd0\xcf\x11\xe0', 'PAR1', '\x1f\x8b', '%PDF', '\x7fELF'].some((magic) =>
    head.startsWith(magic),
  );
}
