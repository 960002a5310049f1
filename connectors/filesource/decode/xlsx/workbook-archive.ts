import { PassThrough, Readable } from 'node:stream';
import { fromRandomAccessReader, RandomAccessReader } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { Fault } from '../../../../domain/faults.ts';
import { readRange } from '../byte-source.ts';
import type { ByteSource } from '../byte-source.ts';

/** What a workbook's archive may unfold to; declared sizes are held against these, and real bytes against the declared. */
const archiveLimits = { entries: 1000, unpackedBytes: 200 << 20, ratio: 100 } as const;

/** The files inside a workbook by name. */
export interface WorkbookArchive {
  has(name: string): boolean;
  /** What an inner file says it unpacks to, in bytes; 0 where there is none. */
  size(name: string): number;
  /** Streams an inner file's bytes; ends in an error when they are more than declared. */
  open(name: string): Promise<Readable>;
}

/**
 * Opens a ZIP archive within limits, so that a bomb is refused before it unfolds (OWASP ASVS 5.0, 5.2.3).
 * @throws Fault `source_data_unreadable` for what is no archive, is encrypted, hides names like `../x`, or is too large
 */
export async function openArchive(name: string, source: ByteSource): Promise<WorkbookArchive> {
  await refuseOldWorkbook(name, source);
  const zip = await openZip(name, source);
  const entries = await listEntries(name, zip);
  assertWithinLimits(name, [...entries.values()], source.size);
  return {
    has: (inner) => entries.has(inner),
    size: (inner) => entries.get(inner)?.uncompressedSize ?? 0,
    open: (inner) => openEntry(name, zip, entries.get(inner)),
  };
}

async function refuseOldWorkbook(name: string, source: ByteSource): Promise<void> {
  const head = (await readRange(source, 0, 8)).toString('hex');
  if (head !== 'd0cf11e0a1b11ae1') return;
  const cure = 'is an old .xls workbook or is locked with a password; save it as .xlsx without one';
  throw new Fault('source_data_unreadable', `${name} ${cure}`);
}

class SourceReader extends RandomAccessReader {
  private readonly source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(blocks(this.source, start, end), { objectMode: false });
  }
}

async function* blocks(source: ByteSource, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; at += 1 << 16)
    yield await readRange(source, at, Math.min(1 << 16, end - at));
}

const refused = (name: string, why: string, cause?: unknown): Fault =>
  new Fault('source_data_unreadable', `${name} ${why}`, { cause });

function openZip(name: string, source: ByteSource): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true };
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(new SourceReader(source), source.size, options, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(refused(name, 'is no Excel workbook (.xlsx); save it again as one', error));
    });
  });
}

function listEntries(name: string, zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  return new Promise((resolve, reject) => {
    const fail = (why: string, cause?: unknown): void => {
      reject(refused(name, why, cause));
    };
    if (zip.entryCount > archiveLimits.entries) fail(`holds more than ${archiveLimits.entries} parts`);
    zip.on('error', (error: unknown) => {
      fail('is a damaged workbook or hides a path outside itself; save it again', error);
    });
    zip.on('entry', (entry: Entry) => {
      if (entry.isEncrypted()) fail('is locked with a password; save it without one');
      else if (entries.has(entry.fileName)) fail('holds a part twice; save it again');
      else {
        entries.set(entry.fileName, entry);
        if (entries.size > archiveLimits.entries) fail(`holds more than ${archiveLimits.entries} parts`);
        else zip.readEntry();
      }
    });
    zip.on('end', () => {
      resolve(entries);
    });
    zip.readEntry();
  });
}

function assertWithinLimits(name: string, entries: readonly Entry[], packed: number): void {
  const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (unpacked > archiveLimits.unpackedBytes) {
    throw refused(
      name,
      `unfolds to ${unpacked >> 20} MB, more than ${archiveLimits.unpackedBytes >> 20}; split it`,
    );
  }
  if (unpacked > packed * archiveLimits.ratio) {
    throw refused(name, `is packed more than ${archiveLimits.ratio} times, as no workbook is; save it again`);
  }
}

function openEntry(name: string, zip: ZipFile, entry: Entry | undefined): Promise<Readable> {
  if (entry === undefined)
    return Promise.reject(refused(name, 'lacks a part that a workbook has; save it again'));
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        reject(refused(name, 'is a damaged workbook; save it again', error));
        return;
      }
      const bytes = new PassThrough();
      stream.on('error', (cause) =>
        bytes.destroy(refused(name, 'is a damaged workbook; save it again', cause)),
      );
      stream.pipe(bytes);
      resolve(bytes);
    });
  });
}
