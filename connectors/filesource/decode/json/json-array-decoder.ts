import type { BatchLimits, DecodedBatch } from '../batch-builder.ts';
import { readRange } from '../byte-source.ts';
import type { DecodeOptions, Decoder, NamedFile, Part } from '../decoder.ts';
import { inferTypedFields } from '../infer/infer-typed-fields.ts';
import { detectEncoding } from '../text/detect-encoding.ts';
import { utf8Feed } from '../text/utf8-feed.ts';
import { arrayElements } from './array-elements.ts';
import { DocumentBatch } from './document-batch.ts';

/** Opens a JSON file that is one array of documents; any other JSON holds no rows. */
export async function jsonArrayDecoder({ bytes }: NamedFile, { encoding }: DecodeOptions): Promise<Decoder> {
  const close = () => Promise.resolve();
  const found = await detectEncoding(bytes, encoding ?? 'utf-8');
  const head = (await readRange(bytes, found.markBytes, 4096)).toString('latin1').trimStart();
  if (!head.startsWith('[')) {
    return { parts: [], layout: [], guesses: ['is no JSON array of records and is not read'], close };
  }
  const layout = [{ name: 'Encoding', value: found.encoding }];
  const read = (batch: BatchLimits) => readElements(arrayElements(utf8Feed(bytes, found)), batch);
  const infer: Part['infer'] = (key, rows = read({ batchRows: 2000, batchBytes: 4 << 20 })) =>
    inferTypedFields(rows, key);
  return { parts: [{ sheet: null, read, infer }], layout, guesses: [], close };
}

async function* readElements(
  windows: ReturnType<typeof arrayElements>,
  batch: BatchLimits,
): AsyncGenerator<DecodedBatch> {
  const documents = new DocumentBatch(batch);
  for await (const elements of windows) {
    for (const { bytes, number, broken } of elements) {
      if (broken) documents.refuse(bytes, `element ${number}`, cutOff);
      else documents.add(bytes, `element ${number}`);
      if (documents.full) yield documents.take();
    }
  }
  if (!documents.isEmpty) yield documents.take();
}

const cutOff = {
  code: 'broken_json',
  message: 'The array breaks off here or this element is too long; nothing after it can be read',
};
