import type { BatchLimits, DecodedBatch } from '../batch-builder.ts';
import type { DecodeOptions, Decoder, NamedFile, Part } from '../decoder.ts';
import { inferTypedFields } from '../infer/infer-typed-fields.ts';
import { limits } from '../limits.ts';
import { detectEncoding } from '../text/detect-encoding.ts';
import type { FoundEncoding } from '../text/detect-encoding.ts';
import { readLines } from '../text/read-lines.ts';
import { utf8Feed } from '../text/utf8-feed.ts';
import { DocumentBatch } from './document-batch.ts';

/** Opens a file with one JSON document a line. */
export async function jsonlDecoder({ bytes }: NamedFile, { encoding }: DecodeOptions): Promise<Decoder> {
  // JSON is UTF-8 (RFC 8259 section 8.1); a line that is not is refused and nothing is guessed.
  const found = await detectEncoding(bytes, encoding);
  const text: FoundEncoding = found.encoding.startsWith('utf') ? found : { encoding: 'utf-8', markBytes: 0 };
  const layout = [{ name: 'Encoding', value: text.encoding }];
  const read = (batch: BatchLimits) => readDocuments(readLines(utf8Feed(bytes, text)), batch);
  const infer: Part['infer'] = (key, rows = read({ batchRows: 2000, batchBytes: 4 << 20 })) =>
    inferTypedFields(rows, key);
  return { parts: [{ sheet: null, read, infer }], layout, guesses: [], close: () => Promise.resolve() };
}

async function* readDocuments(
  windows: ReturnType<typeof readLines>,
  batch: BatchLimits,
): AsyncGenerator<DecodedBatch> {
  const documents = new DocumentBatch(batch);
  for await (const lines of windows) {
    for (const { bytes, number, tooLong } of lines) {
      if (isBlank(bytes)) continue;
      if (tooLong) documents.refuse(bytes, `line ${number}`, tooLongLine);
      else documents.add(bytes, `line ${number}`);
      if (documents.full) yield documents.take();
    }
  }
  if (!documents.isEmpty) yield documents.take();
}

const isBlank = (bytes: Buffer): boolean =>
  bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

const tooLongLine = {
  code: 'row_too_long',
  message: `The line is longer than ${limits.maxRecordBytes} bytes; write each record on a line of its own`,
};
