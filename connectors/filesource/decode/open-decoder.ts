import { Fault } from '../../../domain/faults.ts';
import type { fileKinds } from '../config.ts';
import { csvDecoder } from './csv/csv-decoder.ts';
import { jsonArrayDecoder } from './json/json-array-decoder.ts';
import { jsonlDecoder } from './json/jsonl-decoder.ts';
import { xlsxDecoder } from './xlsx/xlsx-decoder.ts';
import type { DecodeOptions, Decoder, NamedFile } from './decoder.ts';
import { extensionOf } from './extension-of.ts';

type Open = (file: NamedFile, options: DecodeOptions) => Promise<Decoder>;

/** Brings the library of DuckDB, and 15 MB, into a process that may read CSV alone: only where such a file is read. */
const parquetDecoder: Open = async (file) => {
  const { parquetDecoder: open } = await import('./parquet/parquet-decoder.ts');
  return open(file);
};

const formats: Readonly<Record<string, Open>> = {
  '.csv': csvDecoder,
  '.tsv': csvDecoder,
  '.tab': csvDecoder,
  '.parquet': parquetDecoder,
  '.xlsx': xlsxDecoder,
  '.jsonl': jsonlDecoder,
  '.ndjson': jsonlDecoder,
  '.json': jsonArrayDecoder,
} satisfies Record<`.${(typeof fileKinds)[number]}`, Open>;

/** Whether files of this name can be read. */
export const isReadable = (name: string): boolean => Object.hasOwn(formats, extensionOf(name));

/** The extensions that can be read, for messages. */
export const readableExtensions: readonly string[] = Object.keys(formats);

/**
 * Recognises a file by its extension and opens it.
 * @throws Fault `source_data_unreadable` when the content is not what the extension says, or breaks a limit
 */
export function openDecoder(file: NamedFile, options: DecodeOptions): Promise<Decoder> {
  const open = formats[extensionOf(file.name)];
  if (open === undefined) {
    const known = readableExtensions.join(', ');
    throw new Fault(
      'source_data_unreadable',
      `${file.name} has none of the extensions ${known}; rename or convert it`,
    );
  }
  return open(file, options);
}
