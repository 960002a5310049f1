import type { SourceObject } from '../../domain/schema/types.ts';
import type { FileStamp } from './folder/open-file.ts';

/** A file that was written to less than this ago may be written to again within the clock's own step. */
const settledMs = 2000;
const capacity = 1000;

/** What one file was found to hold. */
export interface FileSchema {
  readonly objects: readonly SourceObject[];
  readonly guesses: readonly string[];
}

interface Entry {
  readonly stamp: string;
  readonly schema: FileSchema;
}

/** Of all connections together: a connection is opened anew for each look, and its files are mostly what they were. */
const entries = new Map<string, Entry>();

/**
 * What files were found to hold, as long as size, times and inode stay the same; the oldest entry goes first. Kept for the
 * whole process, under the folder and the settings that decide how a file is read.
 */
export class SchemaCache {
  private readonly scope: string;

  constructor(folder: string, settings: unknown) {
    this.scope = JSON.stringify([folder, settings]);
  }

  get(file: string, stamp: FileStamp): FileSchema | undefined {
    const entry = entries.get(this.keyOf(file));
    return entry?.stamp === textOf(stamp) ? entry.schema : undefined;
  }

  put(file: string, stamp: FileStamp, schema: FileSchema): FileSchema {
    const key = this.keyOf(file);
    entries.delete(key);
    if (Date.now() - Number(BigInt(stamp.modified) / 1_000_000n) < settledMs) return schema;
    entries.set(key, { stamp: textOf(stamp), schema });
    const [oldest] = entries.keys();
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    return schema;
  }

  private keyOf(file: string): string {
    return JSON.stringify([this.scope, file]);
  }
}

const textOf = ({ size, modified, changed, inode }: FileStamp): string =>
  [size, modified, changed, inode].join(' ');
