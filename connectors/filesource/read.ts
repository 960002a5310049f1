import { Fault } from '../../domain/faults.ts';
import type { ReadRequest, RowBatch } from '../contract.ts';
import type { Config } from './config.ts';
import { recordsTaken, startCursor } from './cursor.ts';
import type { FileCursor } from './cursor.ts';
import type { DecodedBatch } from './decode/batch-builder.ts';
import type { Decoder, Part } from './decode/decoder.ts';
import { openDecoder } from './decode/open-decoder.ts';
import { assertBegun } from './folder/assert-begun.ts';
import type { Folder } from './folder/folder.ts';
import { placeOf } from './object-name.ts';
import type { Place } from './object-name.ts';
import { optionsOf } from './options-of.ts';

export type FileRead = Pick<ReadRequest, 'object' | 'resume' | 'batchRows' | 'batchBytes' | 'signal'>;

/**
 * Streams a file's rows from the first to the last. A resumed read goes through the file again and marks the batches up to
 * its cursor `alreadyRead`; if the content is no longer the same, it is a fresh read.
 * Of a file that lines are added to meanwhile the first ones are read, as many as it held at the beginning.
 * @throws Fault `source_protocol` (retryable) when its content is changed meanwhile (no batch of mixed content is
 * handed out), or its writer has only begun
 */
export async function* read(folder: Folder, config: Config, request: FileRead): AsyncGenerator<RowBatch> {
  const { signal, batchRows, batchBytes } = request;
  signal.throwIfAborted();
  const place = placeOf(request.object.name);
  await using opened = await folder.openFile(place.file);
  assertBegun(opened.stamp, place.file);
  const start = await startCursor(opened);
  const taken = await recordsTaken(request.resume, opened);
  const decoder = await openDecoder(
    { name: place.file, bytes: opened.bytes, path: opened.path },
    optionsOf(config, place.file),
  );
  try {
    for await (const batch of partAt(decoder, place).read({ batchRows, batchBytes, cutAt: taken })) {
      signal.throwIfAborted();
      await opened.assertUnchanged();
      yield rowBatch(batch, start, taken);
      signal.throwIfAborted();
    }
    await opened.assertUnchanged();
  } finally {
    await decoder.close();
  }
}

/** @throws Fault `source_object_missing` when the workbook has no such sheet, or the file no sheets at all */
function partAt({ parts }: Decoder, place: Place): Part {
  const part = parts.find(({ sheet }) => sheet === place.sheet);
  if (part === undefined)
    throw new Fault('source_object_missing', `${place.file} has no sheet ${place.sheet ?? ''}`);
  return part;
}

function rowBatch(batch: DecodedBatch, start: FileCursor, taken: number): RowBatch {
  const { columns, rows, positions, unreadable, recordsRead } = batch;
  const again = recordsRead <= taken && taken > 0;
  return {
    columns,
    rows,
    positions,
    ...(unreadable.length > 0 ? { unreadable } : {}),
    cursor: { ...start, records: recordsRead },
    ...(again ? { alreadyRead: true } : {}),
  };
}

/** The rows narrowed to their keys; whole rows for an object without a key. */
export async function* readKeys(
  batches: AsyncIterable<RowBatch>,
  key: readonly string[],
): AsyncGenerator<RowBatch> {
  for await (const batch of batches) {
    if (key.length === 0) yield batch;
    else {
      const places = key.map((column) => batch.columns.indexOf(column));
      if (places.includes(-1))
        throw new Fault('key_lost', `The file has no column ${key.join(', ')} any more`);
      yield { ...batch, columns: key, rows: batch.rows.map((row) => places.map((place) => row[place])) };
    }
  }
}
