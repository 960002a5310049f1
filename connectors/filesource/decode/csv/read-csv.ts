import { BatchBuilder } from '../batch-builder.ts';
import type { BatchLimits, DecodedBatch } from '../batch-builder.ts';
import type { ByteSource } from '../byte-source.ts';
import type { FoundEncoding } from '../text/detect-encoding.ts';
import { utf8Feed } from '../text/utf8-feed.ts';
import { CsvRecords } from './csv-records.ts';
import type { Dialect } from './dialect.ts';
import { columnNames } from './column-names.ts';

export interface CsvLayout extends Dialect {
  readonly found: FoundEncoding;
}

/** Streams the rows of a delimited text; cells are strings, an empty cell is the empty string. */
export async function* readCsv(
  source: ByteSource,
  layout: CsvLayout,
  batch: BatchLimits,
): AsyncGenerator<DecodedBatch> {
  const records = new CsvRecords(utf8Feed(source, layout.found), layout);
  const builder = new BatchBuilder(batch);
  let before = layout.skip;
  let columns: readonly string[] | null = null;
  let header: readonly string[] = [];
  let given = false;
  while (await records.refill()) {
    while (records.advance()) {
      if (before > 0) before -= 1;
      else if (columns === null) {
        columns = columnNames(records, layout.header);
        if (layout.header) header = records.cells();
        else takeRecord(records, builder, columns.length, header);
      } else takeRecord(records, builder, columns.length, header);
      if (builder.full && columns !== null) {
        yield builder.take(columns);
        given = true;
      }
    }
  }
  // A file with nothing but a header has columns too: they come in an empty batch.
  if (columns !== null && !(given && builder.isEmpty)) yield builder.take(columns);
}

/** `header`: its cells as they are written; empty where there is none. */
function takeRecord(
  records: CsvRecords,
  builder: BatchBuilder,
  width: number,
  header: readonly string[],
): void {
  const problem = records.problem(width);
  if (problem !== null) {
    builder.pushUnreadable(problem, records.bytes);
    return;
  }
  const cells = records.cells();
  if (isHeader(cells, header))
    builder.pushUnreadable(records.unreadable('repeated_header', width), records.bytes);
  else builder.push(cells, `line ${records.line}`, records.bytes);
}

/** A single cell may well be called like its column; the first one differs in nearly all others. */
const isHeader = (cells: readonly string[], header: readonly string[]): boolean =>
  cells[0] === header[0] && header.length > 1 && cells.every((cell, at) => cell === header[at]);
