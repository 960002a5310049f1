import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import type { SourceObject } from '../../../domain/schema/types.ts';
import type { Config } from '../config.ts';
import { cellText } from '../decode/csv/format-record.ts';
import type { Folder } from '../folder/folder.ts';
import { read } from '../read.ts';
import { editCsv } from './edit-csv.ts';

type Values = Readonly<Record<string, Json>>;

/** Creates, reads, changes and deletes single records of delimited files by key; each is one pass over the file. */
export class RecordWrites {
  private readonly folder: Folder;
  private readonly config: Config;

  constructor(folder: Folder, config: Config) {
    this.folder = folder;
    this.config = config;
  }

  /** @throws Fault `conflict` when the key is taken, `validation_failed` when it is not given or a column is unknown */
  async create(object: SourceObject, values: Values): Promise<readonly Json[]> {
    const keyFields = keyOf(object);
    assertColumns(
      object.fields.map(({ name }) => name),
      values,
    );
    const key = keyFields.map((field) => (Object.hasOwn(values, field) ? (values[field] ?? '') : ''));
    if (key.includes('')) {
      throw new Fault(
        'validation_failed',
        `${object.name} needs a value for its key ${keyFields.join(', ')}`,
      );
    }
    await editCsv(this.folder, this.config, object.name, () => {
      let columns: readonly string[] = [];
      let isKey: (cells: readonly string[]) => boolean = () => false;
      return {
        columns: (found) => {
          assertColumns(found, values);
          isKey = keyTest(found, keyFields, key);
          return (columns = found);
        },
        row: (cells) => {
          if (isKey(cells)) throw new Fault('conflict', `${object.name} already has a record with this key`);
          return cells;
        },
        end: () => [columns.map((column) => cellText(Object.hasOwn(values, column) ? values[column] : null))],
      };
    });
    return key.map(cellText);
  }

  async fetch(object: SourceObject, key: readonly Json[]): Promise<Values | null> {
    const keyFields = keyOf(object);
    const { signal } = new AbortController();
    const request = { object, resume: null, batchRows: 5000, batchBytes: 4 << 20, signal };
    for await (const { columns, rows } of read(this.folder, this.config, request)) {
      const found = rows.find(keyTest(columns, keyFields, key));
      if (found !== undefined) return recordOf(columns, found as readonly Json[]);
    }
    return null;
  }

  /** Changes the first record with this key, which is the one that readers take. */
  async update(object: SourceObject, key: readonly Json[], values: Values): Promise<void> {
    await editCsv(this.folder, this.config, object.name, () => {
      let columns: readonly string[] = [];
      let isKey: (cells: readonly string[]) => boolean = () => false;
      let found = false;
      return {
        columns: (names) => {
          assertColumns(names, values);
          isKey = keyTest(names, keyOf(object), key);
          return (columns = names);
        },
        row: (cells) => {
          if (found || !isKey(cells)) return cells;
          found = true;
          return columns.map((name, at) =>
            Object.hasOwn(values, name) ? cellText(values[name]) : (cells[at] ?? ''),
          );
        },
        end: () => {
          if (!found) throw new Fault('not_found', `${object.name} has no record with this key any more`);
          return [];
        },
      };
    });
  }

  async delete(object: SourceObject, key: readonly Json[]): Promise<void> {
    if ((await this.fetch(object, key)) === null) return;
    await editCsv(this.folder, this.config, object.name, () => {
      let isKey: (cells: readonly string[]) => boolean = () => false;
      return {
        columns: (names) => {
          isKey = keyTest(names, keyOf(object), key);
          return names;
        },
        row: (cells) => (isKey(cells) ? null : cells),
      };
    });
  }
}

function keyOf({ name, key }: SourceObject): readonly string[] {
  if (key.length > 0) return key;
  throw new Fault(
    'invalid_request',
    `${name} has no key, so its records cannot be told apart; set \`key\` for the file`,
  );
}

function keyTest(
  columns: readonly string[],
  keyFields: readonly string[],
  key: readonly Json[],
): (cells: readonly unknown[]) => boolean {
  const places = keyFields.map((field) => columns.indexOf(field));
  if (places.includes(-1))
    throw new Fault('key_lost', `The file has no column ${keyFields.join(', ')} any more`);
  const wanted = key.map(cellText);
  return (cells) => places.every((place, at) => cells[place] === wanted[at]);
}

function assertColumns(columns: readonly string[], values: Values): void {
  const unknown = Object.keys(values).filter((name) => !columns.includes(name));
  if (unknown.length === 0) return;
  const errors = unknown.map((pointer) => ({
    pointer,
    code: 'unknown_column',
    message: 'The file has no such column',
  }));
  throw new Fault('validation_failed', `The file has no column ${JSON.stringify(unknown[0])}`, { errors });
}

/** Without a prototype, so that a column named `__proto__` is a column. */
function recordOf(columns: readonly string[], cells: readonly Json[]): Values {
  const record = Object.create(null) as Record<string, Json>;
  columns.forEach((column, at) => {
    record[column] = cells[at] ?? null;
  });
  return record;
}
