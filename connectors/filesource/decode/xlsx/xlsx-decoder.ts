import type { Json } from '../../../../domain/json.ts';
import { BatchBuilder } from '../batch-builder.ts';
import type { BatchLimits, DecodedBatch } from '../batch-builder.ts';
import { uniqueNames } from '../csv/column-names.ts';
import { cellText } from '../csv/format-record.ts';
import type { DecodeOptions, Decoder, NamedFile, Part } from '../decoder.ts';
import { inferTypedFields } from '../infer/infer-typed-fields.ts';
import { limits } from '../limits.ts';
import { readXml } from './read-xml.ts';
import { SheetRows } from './sheet-rows.ts';
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
      readSheet(rows(), { sheet, headerRow: options.headerRow ?? 1 }, batch);
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
  readonly sheet: string;
  /** Which row that holds anything is the header, from 1; 0: none. */
  readonly headerRow: number;
}

async function* readSheet(
  blocks: AsyncIterable<SheetRow[]>,
  { sheet, headerRow }: Layout,
  batch: BatchLimits,
): AsyncGenerator<DecodedBatch> {
  const builder = new BatchBuilder(batch);
  let columns: readonly string[] | null = null;
  let given = false;
  let before = headerRow - 1;
  for await (const rows of blocks) {
    for (const row of rows) {
      if (before > 0) before -= 1;
      else if (columns === null) {
        columns = headerRow === 0 ? uniqueNames(row.cells.map(() => '')) : headerNames(row.cells);
        if (headerRow === 0) takeRow(row, `${sheet} row ${row.number}`, columns.length, builder);
      } else takeRow(row, `${sheet} row ${row.number}`, columns.length, builder);
      if (builder.full && columns !== null) {
        yield builder.take(columns);
        given = true;
      }
    }
  }
  if (columns !== null && !(given && builder.isEmpty)) yield builder.take(columns);
}

/** Merged header cells hold their name once; the others are named by number. */
const headerNames = (cells: readonly Json[]): string[] => uniqueNames(cells.map(cellText));

function takeRow({ cells }: SheetRow, position: string, width: number, builder: BatchBuilder): void {
  const bytes = cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0);
  const refuse = (code: string, message: string): void => {
    const raw = JSON.stringify(cells).slice(0, limits.maxRawBytes).replaceAll('\\u0000', '\u2400');
    builder.pushUnreadable({ position, raw, code, message }, bytes);
  };
  if (cells.length > width) {
    refuse(
      'ragged_row',
      `The row has values in ${cells.length} columns where the header has ${width}; name all columns`,
    );
  } else if (cells.some((cell) => typeof cell === 'string' && cell.includes('\0'))) {
    refuse('nul_byte', 'The row holds NUL characters, which no text may; remove them');
  } else {
    while (cells.length < width) cells.push(null);
    builder.push(cells, position, bytes);
  }
}
