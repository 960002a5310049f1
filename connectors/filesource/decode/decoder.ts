import type { BatchLimits, DecodedBatch } from './batch-builder.ts';
import type { ByteSource } from './byte-source.ts';
import type { Inferred } from './infer/infer-text-fields.ts';

/** An object inside a file: the file itself, or one sheet of a workbook. */
export interface Part {
  /** Null: the file is the object. */
  readonly sheet: string | null;
  /** Streams the rows from the first to the last. */
  read(batch: BatchLimits): AsyncIterable<DecodedBatch>;
  /** Types and key, from all rows or from these alone; `key`: as declared, else it is looked for. */
  infer(key: readonly string[] | undefined, rows?: AsyncIterable<DecodedBatch>): Promise<Inferred>;
}

/** A file whose format has been recognised. */
export interface Decoder {
  readonly parts: readonly Part[];
  /** How the file is written, as found or as told: name and value in words. */
  readonly layout: readonly { readonly name: string; readonly value: string }[];
  /** What was guessed about the file as a whole. */
  readonly guesses: readonly string[];
  close(): Promise<void>;
}

/** What a decoder may be told about a file. */
export interface DecodeOptions {
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  /** Which record is the header, from 1; 0: none. */
  readonly headerRow?: number | undefined;
  readonly sheet?: string | undefined;
}

/** A file to be decoded. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: ByteSource;
  /** Where the same bytes can be opened on disk; only Parquet, which its own engine reads, asks for it. */
  readonly path?: string;
}
