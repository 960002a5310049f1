import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import type { Mutation } from '../../contract.ts';
import type { Config } from '../config.ts';
import { cellText } from '../decode/csv/format-record.ts';
import type { Folder } from '../folder/folder.ts';
import { partsOf } from '../folder/open-file.ts';
import { editCsv } from './edit-csv.ts';
import type { Edit } from './edit-csv.ts';
import { retyped, retypings } from './retype-cell.ts';

const name = z.string().min(1);
const cells = z.record(z.string(), z.json());

/** The kinds and their arguments. `where` compares columns for equality; without it all rows are meant. */
const mutations = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add_column'), column: name, value: z.json().default('') }),
  z.strictObject({ kind: z.literal('rename_column'), from: name, to: name }),
  z.strictObject({ kind: z.literal('retype_column'), column: name, type: z.enum(retypings) }),
  z.strictObject({ kind: z.literal('drop_column'), column: name }),
  z.strictObject({ kind: z.literal('add_rows'), rows: z.array(cells).min(1).max(10_000) }),
  z.strictObject({
    kind: z.literal('append_rows'),
    rows: z.array(cells).min(1).max(10_000),
    perSecond: z.number().positive().max(100_000),
  }),
  z.strictObject({ kind: z.literal('update_rows'), set: cells, where: cells.default({}) }),
  z.strictObject({ kind: z.literal('delete_rows'), where: cells.default({}) }),
  z.strictObject({ kind: z.literal('delete_file') }),
]);

type Change = z.infer<typeof mutations>;
type Values = Readonly<Record<string, Json>>;

/**
 * Changes a delimited file of a demo or test source on purpose.
 * @throws Fault `invalid_request` for an unknown kind, arguments that do not fit it, or a column that is not there
 */
export async function mutate(folder: Folder, config: Config, mutation: Mutation): Promise<void> {
  const parsed = mutations.safeParse({ ...mutation.arguments, kind: mutation.kind });
  if (!parsed.success) {
    throw new Fault('invalid_request', `Mutation ${mutation.kind}: ${z.prettifyError(parsed.error)}`);
  }
  const change = parsed.data;
  const { object } = mutation;
  if (change.kind === 'delete_file') await rm(path.join(folder.root, ...partsOf(object)));
  else if (change.kind === 'append_rows') await appendAtRate(folder, config, object, change);
  else await editCsv(folder, config, object, () => editOf(change));
}

/** Adds rows evenly over time: ten portions a second at most, each a whole new file, so that readers see whole rows. */
async function appendAtRate(
  folder: Folder,
  config: Config,
  object: string,
  { rows, perSecond }: { readonly rows: readonly Values[]; readonly perSecond: number },
): Promise<void> {
  const portion = Math.max(1, Math.round(perSecond / 10));
  for (let from = 0; from < rows.length; from += portion) {
    if (from > 0) await sleep((1000 * portion) / perSecond);
    const part = rows.slice(from, from + portion);
    await editCsv(folder, config, object, () => adding(part));
  }
}

function editOf(change: Exclude<Change, { readonly kind: 'append_rows' | 'delete_file' }>): Edit {
  switch (change.kind) {
    case 'add_column': {
      const value = cellText(change.value);
      return {
        columns: (columns) => [...columns, fresh(columns, change.column)],
        row: (row) => [...row, value],
      };
    }
    case 'rename_column':
      return { columns: (columns) => renamed(columns, change.from, change.to) };
    case 'retype_column':
      return onColumn(change.column, (row, at) => row.with(at, retyped(row[at] ?? '', change.type)));
    case 'drop_column':
      return {
        ...onColumn(change.column, (row, at) => row.toSpliced(at, 1)),
        columns: (columns) => columns.toSpliced(placeOf(columns, change.column), 1),
      };
    case 'add_rows':
      return adding(change.rows);
    case 'update_rows':
      return updating(change.set, change.where);
    case 'delete_rows': {
      const test = matching(change.where);
      return { columns: test.columns, row: (row) => (test.matches(row) ? null : row) };
    }
  }
}

function onColumn(column: string, change: (row: readonly string[], at: number) => readonly string[]): Edit {
  let at = 0;
  return {
    columns: (columns) => {
      at = placeOf(columns, column);
      return columns;
    },
    row: (row) => change(row, at),
  };
}

function adding(rows: readonly Values[]): Edit {
  let columns: readonly string[] = [];
  return {
    columns: (found) => {
      for (const row of rows) Object.keys(row).forEach((column) => placeOf(found, column));
      return (columns = found);
    },
    end: () =>
      rows.map((row) => columns.map((column) => cellText(Object.hasOwn(row, column) ? row[column] : null))),
  };
}

function updating(set: Values, where: Values): Edit {
  const test = matching(where);
  let columns: readonly string[] = [];
  return {
    columns: (found) => {
      Object.keys(set).forEach((column) => placeOf(found, column));
      columns = found;
      return test.columns(found);
    },
    row: (row) => {
      if (!test.matches(row)) return row;
      return columns.map((column, at) =>
        Object.hasOwn(set, column) ? cellText(set[column]) : (row[at] ?? ''),
      );
    },
  };
}

function matching(where: Values) {
  let places: readonly (readonly [number, string])[] = [];
  return {
    columns: (found: readonly string[]) => {
      places = Object.entries(where).map(([column, value]) => [placeOf(found, column), cellText(value)]);
      return found;
    },
    matches: (row: readonly string[]) => places.every(([place, text]) => row[place] === text),
  };
}

function placeOf(columns: readonly string[], column: string): number {
  const place = columns.indexOf(column);
  if (place >= 0) return place;
  throw new Fault('invalid_request', `The file has no column ${JSON.stringify(column)}`);
}

function fresh(columns: readonly string[], column: string): string {
  if (!columns.includes(column)) return column;
  throw new Fault('invalid_request', `The file already has a column ${JSON.stringify(column)}`);
}

const renamed = (columns: readonly string[], from: string, to: string): string[] =>
  columns.with(placeOf(columns, from), fresh(columns, to));
