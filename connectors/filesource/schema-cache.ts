import { createHash } from 'node:crypto';
import type { Json } from '../../domain/json.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import type { LookNotes } from '../contract.ts';
import type { FileStamp } from './folder/open-file.ts';

/** A file that was written to less than this ago may be written to again within the clock's own step. */
const settledMs = 2000;
const capacity = 1000;
/** To be raised when something else is found in the same bytes: what was noted before counts no more. */
const waysOfLooking = 3;

/** What one file was found to hold. */
export interface FileSchema {
  readonly objects: readonly SourceObject[];
  readonly guesses: readonly string[];
}

interface Entry {
  readonly stamp: string;
  readonly schema: FileSchema;
}

/** An entry as it stands in the connection's notes; `settings`: digest of those that it was found under. */
type Note = Entry & { readonly settings: string } & { readonly [key: string]: Json };

/** Of all connections together: a connection is opened anew for each look, and its files are mostly what they were. */
const entries = new Map<string, Entry>();

/**
 * What files were found to hold, as long as size, times and inode stay the same: in this process, the oldest entry going
 * first, and in the connection's notes, which outlast it. Kept under the folder and the settings that decide how a file is read.
 */
export class SchemaCache {
  private readonly scope: string;
  private readonly settings: string;
  private readonly notes: LookNotes | undefined;
  private recalled: ReadonlyMap<string, Json> = new Map();
  private readonly found = new Map<string, Json>();

  constructor(folder: string, settings: unknown, notes?: LookNotes) {
    this.scope = JSON.stringify([folder, settings]);
    this.settings = createHash('sha256')
      .update(JSON.stringify([waysOfLooking, settings]))
      .digest('hex');
    this.notes = notes;
  }

  /** Brings in what is noted of files that this process does not know. */
  async recall(files: readonly string[]): Promise<void> {
    const unknown = files.filter((file) => !entries.has(this.keyOf(file)));
    if (unknown.length > 0 && this.notes !== undefined) this.recalled = await this.notes.recall(unknown);
  }

  /** Notes what was found since, and forgets the files that are there no more. */
  async note(files: readonly string[]): Promise<void> {
    if (this.found.size > 0) await this.notes?.keep(this.found, files);
    this.found.clear();
  }

  get(file: string, stamp: FileStamp): FileSchema | undefined {
    const entry = entries.get(this.keyOf(file));
    if (entry?.stamp === textOf(stamp)) return entry.schema;
    const note = this.recalled.get(file) as Note | undefined;
    if (note?.settings !== this.settings || note.stamp !== textOf(stamp)) return undefined;
    this.remember(file, note);
    return note.schema;
  }

  put(file: string, stamp: FileStamp, schema: FileSchema): FileSchema {
    entries.delete(this.keyOf(file));
    if (Date.now() - Number(BigInt(stamp.modified) / 1_000_000n) < settledMs) return schema;
    const entry: Entry = { stamp: textOf(stamp), schema };
    this.remember(file, entry);
    this.found.set(file, { settings: this.settings, ...entry } as Note);
    return schema;
  }

  private remember(file: string, { stamp, schema }: Entry): void {
    entries.set(this.keyOf(file), { stamp, schema });
    const [oldest] = entries.keys();
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
  }

  private keyOf(file: string): string {
    return JSON.stringify([this.scope, file]);
  }
}

const textOf = ({ size, modified, changed, inode }: FileStamp): string =>
  [size, modified, changed, inode].join(' ');
