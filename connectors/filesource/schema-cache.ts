import type { FileSchema } from './discover.ts';
import type { FileStamp } from './folder/open-file.ts';

/** A file that was written to less than this ago may be written to again within the clock's own step. */
const settledMs = 2000;
const capacity = 1000;

/** What files were found to hold, as long as size, times and inode stay the same; the oldest entry goes first. */
export class SchemaCache {
  private readonly entries = new Map<string, { readonly stamp: string; readonly schema: FileSchema }>();

  get(file: string, stamp: FileStamp): FileSchema | undefined {
    const entry = this.entries.get(file);
    return entry?.stamp === textOf(stamp) ? entry.schema : undefined;
  }

  put(file: string, stamp: FileStamp, schema: FileSchema): FileSchema {
    this.entries.delete(file);
    if (Date.now() - Number(BigInt(stamp.modified) / 1_000_000n) < settledMs) return schema;
    this.entries.set(file, { stamp: textOf(stamp), schema });
    const [oldest] = this.entries.keys();
    if (this.entries.size > capacity && oldest !== undefined) this.entries.delete(oldest);
    return schema;
  }
}

const textOf = ({ size, modified, changed, inode }: FileStamp): string =>
  [size, modified, changed, inode].join(' ');
