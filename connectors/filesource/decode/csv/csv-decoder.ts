import { Fault } from '../../../../domain/faults.ts';
import type { DecodeOptions, Decoder, NamedFile } from '../decoder.ts';
import { extensionOf } from '../extension-of.ts';
import { inferTextFields } from '../infer/infer-text-fields.ts';
import { readCsv } from './read-csv.ts';
import { isBinary, sniffCsv } from './sniff-csv.ts';

/** Opens a delimited text file. */
export async function csvDecoder({ name, bytes }: NamedFile, options: DecodeOptions): Promise<Decoder> {
  if (await isBinary(bytes)) {
    throw new Fault('source_data_unreadable', `${name} is no text; give it the extension of its true format`);
  }
  const { layout, guesses } = await sniffCsv(bytes, options, extensionOf(name));
  const read = (batch: Parameters<typeof readCsv>[2]) => readCsv(bytes, layout, batch);
  const infer = (key: readonly string[] | undefined) =>
    inferTextFields(read({ batchRows: 5000, batchBytes: 4 << 20 }), key);
  return { parts: [{ sheet: null, read, infer }], guesses, close: () => Promise.resolve() };
}
