import { Fault } from '../../../../domain/faults.ts';
import type { Json } from '../../../../domain/json.ts';
import { isStorable } from '../../../../domain/storable-text.ts';
import { BatchBuilder } from '../batch-builder.ts';
import type { BatchLimits, DecodedBatch } from '../batch-builder.ts';
import { uniqueNames } from '../csv/column-names.ts';
import { cellText } from '../csv/format-record.ts';
import type { DecodeOptions, Decoder, NamedFile, Part } from '../decoder.ts';
import { inferTypedFields } from '../infer/infer-typed-fields.ts';
import { limits } from '../limits.ts';
import { shownRaw } from '../text/shown-raw.ts';
import { readXml } from './read-xml.ts';
import { columnLetters, SheetRows } from './sheet-rows.ts';
import type { SheetRow } from './sheet-rows.ts';
import { openArchive } from './workbook-archive.ts';
import { readWorkbook } from './workbook.ts';

/** Opens an Excel workbook; each of its sheets is an object. Rows stream, only the shared texts stay in memory. */
export async function xlsxDecoder({ name, bytes }: NamedFile, options: DecodeOptions): Promise<Decoder> {
  const archive = await openArchive(name, bytes);
  const workbook = await readWorkbook(name, archive);
  const wanted = workbook.sheets.filter(
    (sheet) => options.sheet === undefined || sheet.name === options.sheet,
  );
  const parts = wanted.map(({ name: sheet, part }): Part => {
    const rows = async function* (): AsyncGenerator<SheetRow[]> {
      const gathered = new SheetRows(workbook);
      for await (const _block of readXml(name, await archive.open(part), gathered)) yield gathered.take();
    };
    const read = (batch: BatchLimits) =>
      readSheet(rows(), { file: name, sheet, headerRow: options.headerRow ?? 1 }, batch);
    const infer: Part['infer'] = (key, some = read({ batchRows: 2000, batchBytes: 4 << 20 })) =>
      inferTypedFields(some, key);
    return { sheet, read, infer };
  });
  const header = options.headerRow ?? 1;
  const layout = [
    { name: 'Header row', value: header === 0 ? 'None: columns are numbered' : String(header) },
  ];
  return { parts, layout, guesses: [], close: () => Promise.resolve() };
}

interface Layout {
  readonly file: string;
  readonly sheet: string;
  /** Which row that holds anything is the header, from 1; 0: none. */
  readonly headerRow: number;
}

/** A cell far to the right makes a row wide, and a shared text many rows long: a few megabytes may stand for terabytes of cells. */
const maxSheetMb = 2000;

async function* readSheet(
  blocks: AsyncIterable<SheetRow[]>,
  layout: Layout,
  batch: BatchLimits,
): AsyncGenerator<DecodedBatch> {
  const { sheet, headerRow } = layout;
  const builder = new BatchBuilder(batch);
  let columns: readonly string[] | null = null;
  let given = false;
  let before = headerRow - 1;
  let unfolded = 0;
  for await (const rows of blocks) {
    for (const row of rows) {
      if (before > 0) before -= 1;
      else {
        const isHeader: boolean = columns === null && headerRow > 0;
        columns ??= headerNames(row, layout);
        if (!isHeader) unfolded += takeRow(row, `${sheet} row ${row.number}`, columns.length, builder);
      }
      if (unfolded > maxSheetMb * 2 ** 20) {
        const why = `unfolds to more than ${maxSheetMb} MB of cells; remove unused columns, or split it`;
        throw new Fault('source_data_unreadable', `${layout.file}: the sheet ${sheet} ${why}`);
      }
      if (builder.full && columns !== null) {
        yield builder.take(columns);
        given = true;
      }
    }
  }
  if (columns !== null && !(given && builder.isEmpty)) yield builder.take(columns);
}

/** Merged header cells hold their name once; the others are named by number, and all where there is no header. */
function headerNames({ number, cells, tooLong }: SheetRow, { file, sheet, headerRow }: Layout): string[] {
  const fail = (why: string): never => {
    throw new Fault('source_data_unreadable', `${file}: row ${number} of the sheet ${sheet} ${why}`);
  };
  if (cells.length > limits.maxColumns)
    fail(
      `has a value in column ${columnLetters(cells.length - 1)}, behind the ${limits.maxColumns}th; remove it`,
    );
  if (headerRow === 0) return uniqueNames(Array.from(cells, () => ''));
  if (tooLong || sizeOf(cells) > limits.maxRecordBytes)
    fail(`is the header and longer than ${limits.maxRecordBytes} bytes; set headerRow`);
  const names = Array.from(cells, cellText);
  if (!names.every(isStorable))
    fail('is the header and holds characters that no text may; rename its columns');
  return uniqueNames(names);
}

const cellBytes = 8;

/** The cells that hold something; the array's own methods go through each missing one of a far cell's row. */
const present = (cells: readonly Json[]): readonly Json[] => Object.values(cells);

const sizeOf = (cells: readonly Json[]): number =>
  present(cells).reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : cellBytes), 0);

/** Adds a row of so many columns; answers its bytes, with those of its empty cells. */
function takeRow(
  { cells, tooLong }: SheetRow,
  position: string,
  width: number,
  builder: BatchBuilder,
): number {
  const refuse = (code: string, message: string): number => {
    const raw = shownCells(cells);
    builder.pushUnreadable({ position, raw, code, message }, raw.length);
    return raw.length;
  };
  const bytes = sizeOf(cells);
  if (tooLong || bytes > limits.maxRecordBytes)
    return refuse('row_too_long', `The row is longer than ${limits.maxRecordBytes} bytes; shorten its texts`);
  if (cells.length > width) {
    return refuse(
      'ragged_row',
      `The row has values up to column ${columnLetters(cells.length - 1)} where the header has ${width} columns; name all columns`,
    );
  }
  if (present(cells).some((cell) => typeof cell === 'string' && cell.includes('\0')))
    return refuse('nul_byte', 'The row holds NUL characters, which no text may; remove them');
  const row = Array.from({ length: width }, (_, at) => cells[at] ?? null);
  const padded = bytes + cellBytes * width;
  builder.push(row, position, padded);
  return padded;
}

/** An unreadable row as people know it from Excel: the cells that hold something, by their column's letters. */
function shownCells(cells: readonly Json[]): string {
  const shown: string[] = [];
  let length = 0;
  for (const [at, cell] of Object.entries(cells)) {
    const text = typeof cell === 'string' ? cell.slice(0, limits.maxRawBytes) : cell;
    shown.push(`"${columnLetters(Number(at))}":${JSON.stringify(text)}`);
    length += shown.at(-1)?.length ?? 0;
    if (length > limits.maxRawBytes) break;
  }
  return shownRaw(Buffer.from(`{${shown.join(',')}}`.replaceAll('\\u0000', '\u2400')));
}
