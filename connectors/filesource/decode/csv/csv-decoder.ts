import { Fault } from '../../../../domain/faults.ts';
import type { DecodeOptions, Decoder, NamedFile, Part } from '../decoder.ts';
import { extensionOf } from '../extension-of.ts';
import { inferTextFields } from '../infer/infer-text-fields.ts';
import type { Dialect } from './dialect.ts';
import { readCsv } from './read-csv.ts';
import { isBinary, sniffCsv } from './sniff-csv.ts';

/** Opens a delimited text file. */
export async function csvDecoder({ name, bytes }: NamedFile, options: DecodeOptions): Promise<Decoder> {
  if (await isBinary(bytes)) {
    throw new Fault('source_data_unreadable', `${name} is no text; give it the extension of its true format`);
  }
  const { layout, guesses } = await sniffCsv(bytes, options, extensionOf(name));
  const read = (batch: Parameters<typeof readCsv>[2]) => readCsv(bytes, layout, batch);
  const infer: Part['infer'] = (key, rows = read({ batchRows: 5000, batchBytes: 4 << 20 })) =>
    inferTextFields(rows, key);
  return {
    parts: [{ sheet: null, read, infer }],
    layout: layoutWords(layout),
    guesses,
    close: () => Promise.resolve(),
  };
}

const delimiterWords: Readonly<Record<string, string>> = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tabulator',
  '|': 'Vertical bar',
  ' ': 'Space',
};

const layoutWords = ({ delimiter, encoding, header, skip }: Dialect): Decoder['layout'] => [
  { name: 'Delimiter', value: delimiterWords[delimiter] ?? delimiter },
  { name: 'Encoding', value: encoding },
  { name: 'Header row', value: header ? String(skip + 1) : 'None: columns are numbered' },
];
