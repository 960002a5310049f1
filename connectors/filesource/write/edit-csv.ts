import { Fault, isFault } from '../../../domain/faults.ts';
import type { Config } from '../config.ts';
import { columnNames } from '../decode/csv/column-names.ts';
import { CsvRecords } from '../decode/csv/csv-records.ts';
import { formatRecord } from '../decode/csv/format-record.ts';
import type { CsvLayout } from '../decode/csv/read-csv.ts';
import { sniffCsv } from '../decode/csv/sniff-csv.ts';
import { readRange } from '../decode/byte-source.ts';
import { extensionOf } from '../decode/extension-of.ts';
import { encodeText } from '../decode/text/encode-text.ts';
import { utf8Feed } from '../decode/text/utf8-feed.ts';
import type { Folder } from '../folder/folder.ts';
import type { OpenFile } from '../folder/open-file.ts';
import { optionsOf } from '../options-of.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { replaceFile } from './replace-file.ts';

/** A change of a delimited file, applied while its records stream by. */
export interface Edit {
  /** The columns afterwards; called once, before any row. */
  columns?(columns: readonly string[]): readonly string[];
  /** A row's cells afterwards: the same array keeps the row as it is written, null takes it away. */
  row?(cells: readonly string[]): readonly string[] | null;
  /** Rows to be added at the end; called once, after all rows. */
  end?(): readonly (readonly string[])[];
}

const flushBytes = 1 << 20;
const attempts = 5;

/** Rewrites a delimited file: what the edit does not touch keeps its own bytes, and readers never see half of it. */
export async function editCsv(
  folder: Folder,
  config: Config,
  name: string,
  makeEdit: () => Edit,
): Promise<void> {
  if (!/^\.(csv|tsv|tab)$/.test(extensionOf(name))) {
    throw new Fault('invalid_request', `${name} can only be read; records are written to CSV and TSV files`);
  }
  await oneAtATime(`${folder.root}/${name}`, async () => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await editOnce(folder, config, name, makeEdit());
        return;
      } catch (error) {
        if (!isFault(error) || error.code !== 'source_protocol' || attempt === attempts) throw error;
      }
    }
  });
}

async function editOnce(folder: Folder, config: Config, name: string, edit: Edit): Promise<void> {
  await using opened = await folder.openFile(name);
  const { layout } = await sniffCsv(opened.bytes, optionsOf(config, name), extensionOf(name));
  await replaceFile(folder.root, name, opened.stamp, rewritten(opened, layout, edit));
}

async function* rewritten(opened: OpenFile, layout: CsvLayout, edit: Edit): AsyncGenerator<Buffer> {
  yield await readRange(opened.bytes, 0, layout.found.markBytes);
  const output = new Output(layout);
  const records = new CsvRecords(utf8Feed(opened.bytes, layout.found), layout);
  let before = layout.skip;
  let width = 0;
  while (await records.refill()) {
    while (records.advance()) {
      if (before > 0) {
        before -= 1;
        output.keep(records);
      } else if (width === 0) {
        width = records.cellCount;
        writeFirst(records, layout, edit, output);
      } else writeRow(records, width, edit, output);
      if (output.bytes >= flushBytes) yield output.take();
    }
  }
  for (const cells of edit.end?.() ?? []) output.write(cells);
  yield output.take();
}

function writeFirst(records: CsvRecords, layout: CsvLayout, edit: Edit, output: Output): void {
  const columns = columnNames(records, layout.header);
  const changed = edit.columns?.(columns) ?? columns;
  if (!layout.header) writeRow(records, columns.length, edit, output);
  else if (changed === columns) output.keep(records);
  else output.write(changed);
}

function writeRow(records: CsvRecords, width: number, edit: Edit, output: Output): void {
  if (edit.row === undefined || records.problem(width) !== null) {
    output.keep(records);
    return;
  }
  const cells = records.cells();
  const changed = edit.row(cells);
  if (changed === cells) output.keep(records);
  else if (changed !== null) output.write(changed);
}

/** Gathers the bytes of the new file. */
class Output {
  bytes = 0;
  private parts: Buffer[] = [];
  private readonly layout: CsvLayout;

  constructor(layout: CsvLayout) {
    this.layout = layout;
  }

  write(cells: readonly string[]): void {
    this.add(encodeText(formatRecord(cells, this.layout), this.layout.encoding));
  }

  /** A record as it stands: the same bytes, also where it cannot be read. */
  keep(records: CsvRecords): void {
    const { encoding, lineBreak } = this.layout;
    if (encoding === 'utf-8') {
      this.add(Buffer.concat([records.raw(), Buffer.from(lineBreak)]));
    } else if (records.problem(records.cellCount)?.code === 'invalid_utf8') {
      throw new Fault(
        'source_data_unreadable',
        `Line ${records.line} is not valid ${encoding}; repair it before writing`,
      );
    } else this.add(encodeText(records.raw().toString('utf8') + lineBreak, encoding));
  }

  take(): Buffer {
    const bytes = Buffer.concat(this.parts);
    this.parts = [];
    this.bytes = 0;
    return bytes;
  }

  private add(bytes: Buffer): void {
    this.parts.push(bytes);
    this.bytes += bytes.length;
  }
}
