import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { isFault } from '../../../domain/faults.ts';
import type { SeedObject } from '../../contract.ts';
import type { Config } from '../config.ts';
import { cellText, formatRecord } from '../decode/csv/format-record.ts';
import type { Dialect } from '../decode/csv/dialect.ts';
import { extensionOf } from '../decode/extension-of.ts';
import { Folder } from '../folder/folder.ts';
import { partsOf } from '../folder/open-file.ts';
import { editCsv } from './edit-csv.ts';
import { replaceFile } from './replace-file.ts';

/** Creates the files where they are missing and brings their rows to the seed's; rows that already agree stay untouched. */
export async function seed(
  tenantFolder: string,
  config: Config,
  objects: readonly SeedObject[],
): Promise<void> {
  await mkdir(path.join(tenantFolder, ...(config.folder === '' ? [] : partsOf(config.folder))), {
    recursive: true,
  });
  const folder = await Folder.open(tenantFolder, config);
  for (const object of objects) await seedFile(folder, config, object);
}

async function seedFile(folder: Folder, config: Config, seeded: SeedObject): Promise<void> {
  const { name, fields } = seeded.object;
  const rows = seeded.rows.map((cells) => fields.map((_field, at) => cellText(cells[at])));
  if (await isThere(folder, name)) {
    await upsert(folder, config, seeded, rows);
    return;
  }
  await mkdir(path.dirname(path.join(folder.root, ...partsOf(name))), { recursive: true });
  await replaceFile(folder.root, name, null, newFile(name, [fields.map((field) => field.name), ...rows]));
}

async function isThere(folder: Folder, name: string): Promise<boolean> {
  try {
    await using _opened = await folder.openFile(name);
    return true;
  } catch (error) {
    if (isFault(error) && error.code === 'source_object_missing' && folder.selects(name)) return false;
    throw error;
  }
}

function newFile(name: string, records: readonly (readonly string[])[]): Readable {
  const delimiter = extensionOf(name) === '.csv' ? ',' : '\t';
  const dialect: Dialect = {
    encoding: 'utf-8',
    delimiter,
    quote: '"',
    escape: 'double',
    lineBreak: '\n',
    skip: 0,
    header: true,
  };
  return Readable.from([Buffer.from(records.map((cells) => formatRecord(cells, dialect)).join(''), 'utf8')]);
}

async function upsert(
  folder: Folder,
  config: Config,
  { object }: SeedObject,
  rows: readonly (readonly string[])[],
): Promise<void> {
  const identity = object.key.length > 0 ? object.key : object.fields.map(({ name }) => name);
  const seedPlaces = identity.map((name) => object.fields.findIndex((field) => field.name === name));
  const idOf = (cells: readonly string[], places: readonly number[]): string =>
    JSON.stringify(places.map((place) => cells[place] ?? ''));
  await editCsv(folder, config, object.name, () => {
    const missing = new Map(rows.map((cells) => [idOf(cells, seedPlaces), cells]));
    let columns: readonly string[] = [];
    let places: readonly number[] = [];
    const asRow = (cells: readonly string[], former: readonly string[]): string[] =>
      columns.map((column, at) => {
        const place = object.fields.findIndex(({ name }) => name === column);
        return (place < 0 ? former[at] : cells[place]) ?? '';
      });
    return {
      columns: (found) => {
        places = identity.map((name) => found.indexOf(name));
        return (columns = found);
      },
      row: (cells) => {
        const id = idOf(cells, places);
        const wanted = missing.get(id);
        if (wanted === undefined) return cells;
        missing.delete(id);
        const changed = asRow(wanted, cells);
        return changed.every((cell, at) => cell === cells[at]) ? cells : changed;
      },
      end: () => [...missing.values()].map((cells) => asRow(cells, [])),
    };
  });
}
