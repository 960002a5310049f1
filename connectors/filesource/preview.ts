import { Readable } from 'node:stream';
import type { Cell } from '../../domain/json.ts';
import type { ObjectPreview } from '../contract.ts';
import type { Config } from './config.ts';
import type { DecodedBatch } from './decode/batch-builder.ts';
import { cellText } from './decode/csv/format-record.ts';
import type { Part } from './decode/decoder.ts';
import { openDecoder } from './decode/open-decoder.ts';
import type { Folder } from './folder/folder.ts';
import { objectName } from './object-name.ts';
import { optionsOf } from './options-of.ts';

/** Types are told from so many rows: a preview is there at once, whatever the file weighs. */
const rowsRead = 200;
const rowsShown = 5;
const sheetsShown = 5;
const columnsShown = 40;
const longestCell = 80;

/**
 * What a file holds as it would be read, from its first rows alone: one preview for the file, or for each of its first sheets.
 * @throws Fault as opening and reading the file does
 */
export async function previewFile(folder: Folder, config: Config, file: string): Promise<ObjectPreview[]> {
  await using opened = await folder.openFile(file);
  const options = optionsOf(config, file);
  const decoder = await openDecoder({ name: file, bytes: opened.bytes, path: opened.path }, options);
  try {
    const previews: ObjectPreview[] = [];
    for (const part of decoder.parts.slice(0, sheetsShown)) {
      const object = objectName({ file, sheet: part.sheet });
      previews.push({ object, layout: decoder.layout, ...(await firstRows(part, options.key)) });
    }
    return previews;
  } finally {
    await decoder.close();
  }
}

const firstRows = async (
  part: Part,
  key: readonly string[] | undefined,
): Promise<Omit<ObjectPreview, 'object' | 'layout'>> => {
  const batch = await firstBatch(part);
  if (batch === undefined) return { columns: [], width: 0, rows: [], unreadable: [] };
  const { fields } = await part.infer(key, Readable.from([batch]));
  const names = batch.columns.slice(0, columnsShown);
  return {
    columns: names.map((name) => ({
      name,
      type: fields.find((field) => field.name === name)?.type ?? 'json',
    })),
    width: batch.columns.length,
    rows: batch.rows.slice(0, rowsShown).map((row) => names.map((_name, at) => shown(row[at]))),
    unreadable: batch.unreadable.slice(0, rowsShown).map(({ position, message }) => ({ position, message })),
  };
};

const firstBatch = async (part: Part): Promise<DecodedBatch | undefined> => {
  for await (const batch of part.read({ batchRows: rowsRead, batchBytes: 1 << 20 })) return batch;
  return undefined;
};

const shown = (cell: Cell): string | null => {
  const text = cellText(cell);
  if (text === '') return null;
  return text.length <= longestCell ? text : `${text.slice(0, longestCell - 1)}…`;
};
