import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Cell } from '../../domain/json.ts';
import { FieldSketch } from '../../domain/profile/field-sketch.ts';
import type { FieldProfile } from '../../domain/profile/profile.ts';
import type { FieldShape, RenameQuestion } from '../../domain/repair/rename-features.ts';
import { compareNames } from '../../domain/repair/name-likeness.ts';
import { nameTokens } from '../../domain/repair/tokens.ts';
import { chance, shuffled } from './chance.ts';

/** A real table whose renames, drops and new fields are made up, so that the truth is known. */
export interface ValueCase {
  readonly table: string;
  readonly question: RenameQuestion;
  readonly before: ReadonlyMap<string, FieldProfile>;
  readonly after: ReadonlyMap<string, FieldProfile>;
  readonly truth: ReadonlyMap<string, string>;
}

export interface Column {
  readonly name: string;
  readonly values: readonly string[];
}

export interface Table {
  readonly name: string;
  /** Tables with the same columns are one family: variants of one export hold the same values. */
  readonly family: string;
  readonly columns: readonly Column[];
}

/** Which rows are read before and after: the same, some of the same, or none. */
export const rowChoices = ['the same rows', 'half of them new', 'all of them new'] as const;
export type RowChoice = (typeof rowChoices)[number];

const fewestRows = 30;
const fewestColumns = 5;

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Records as columns, those of nested objects by their path; extended JSON's own objects are values. */
const columnsOf = (records: readonly unknown[]): readonly Column[] => {
  const flat = records.map((record) => {
    const cells = new Map<string, string>();
    const walk = (value: unknown, path: string): void => {
      const isNested = typeof value === 'object' && value !== null && !Array.isArray(value);
      const entries = isNested ? Object.entries(value) : [];
      const [first] = entries;
      if (!isNested || first?.[0].startsWith('$') === true) cells.set(path, textOf(first?.[1] ?? value));
      else for (const [key, inner] of entries) walk(inner, path === '' ? key : `${path}.${key}`);
    };
    walk(record, '');
    return cells;
  });
  const names = [...new Set(flat.flatMap((cells) => [...cells.keys()]))];
  return names.map((name) => ({ name, values: flat.map((cells) => cells.get(name) ?? '') }));
};

const recordsIn = (path: string): readonly unknown[] => {
  const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  if (path.endsWith('.ndjson'))
    return text
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line));
  const content: unknown = JSON.parse(text);
  if (Array.isArray(content)) return content;
  const lists = typeof content === 'object' && content !== null ? Object.values(content) : [];
  return lists.find((list): list is unknown[] => Array.isArray(list)) ?? [];
};

const columnsIn = (path: string): readonly Column[] => {
  if (!path.endsWith('.csv')) return columnsOf(recordsIn(path));
  const options = { bom: true, relax_column_count: true, skip_empty_lines: true };
  const rows: string[][] = parse(readFileSync(path), options);
  const [header = [], ...body] = rows;
  return header.map((name, at) => ({ name, values: body.map((row) => row[at] ?? '') }));
};

/** Fields that say something: not empty in nearly all rows, and not another field again. */
const telling = (columns: readonly Column[]): readonly Column[] => {
  const seen = new Set<string>();
  return columns.filter(({ values }) => {
    const filled = values.filter((value) => value !== '');
    const whole = values.join('\n');
    if (filled.length < 20 || new Set(filled).size < 2 || seen.has(whole)) return false;
    return seen.add(whole);
  });
};

const wordsOf = ({ name }: Column): string => nameTokens(name).join(' ');

/** Every table below a folder with rows and columns enough. */
export const readTables = (folder: string): readonly Table[] => {
  if (!existsSync(folder)) return [];
  const tables: Table[] = [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => /\.(csv|ndjson|json)$/.test(name) && !/describe|metadata|columns|properties|error/.test(name),
    )
    .sort();
  for (const file of files) {
    const columns = telling(columnsIn(join(folder, file)));
    if ((columns[0]?.values.length ?? 0) < fewestRows || columns.length < fewestColumns) continue;
    const words = new Set(columns.map(wordsOf));
    const kin = tables.find((other) => {
      const common = other.columns.filter((column) => words.has(wordsOf(column))).length;
      return common >= 0.4 * Math.min(columns.length, other.columns.length);
    });
    tables.push({ name: basename(file), family: kin?.family ?? file, columns });
  }
  return tables;
};

/** What a source would call the type of these values. */
export const typeOf = ({ values }: Column): FieldShape['type'] => {
  const filled = values.filter((value) => value !== '');
  if (filled.every((value) => /^-?\d{1,15}$/.test(value))) return 'integer';
  return filled.every((value) => /^-?\d{1,15}(\.\d+)?$/.test(value)) ? 'decimal' : 'string';
};

const profileOf = ({ values }: Column, rows: readonly number[]): FieldProfile => {
  const sketch = new FieldSketch();
  for (const row of rows) sketch.add((values[row % values.length] ?? null) satisfies Cell);
  return sketch.profile(rows.length);
};

const choose = (count: number, choice: RowChoice, random: () => number): readonly [number[], number[]] => {
  const rows = shuffled([...Array(count).keys()], random);
  if (choice === 'the same rows') return [rows, rows];
  const part = Math.floor(count / (choice === 'all of them new' ? 2 : 3));
  return choice === 'all of them new'
    ? [rows.slice(0, part), rows.slice(part)]
    : [rows.slice(0, 2 * part), rows.slice(part)];
};

/** Whether names alone could take one for the other: by a word, its spelling, or its meaning. */
const areKin = (a: string, b: string): boolean => {
  const { literal, meaning } = compareNames(a, b, new Set());
  return literal + meaning > 0;
};

/**
 * One made-up change: a quarter of the fields get names of other tables' fields that share no word and no meaning with any that is lost, as many
 * go away, and as many new ones come, with the values of other tables' fields.
 */
export const makeCase = (
  table: Table,
  others: readonly Table[],
  { choice, seed }: { readonly choice: RowChoice; readonly seed: number },
): ValueCase => {
  const random = chance(seed);
  const part = Math.max(2, Math.min(6, Math.floor(table.columns.length / 4)));
  const columns = shuffled(table.columns, random);
  const [renamed, removed, kept] = [
    columns.slice(0, part),
    columns.slice(part, 2 * part),
    columns.slice(2 * part),
  ];
  const foreign = shuffled(
    others.flatMap((other) => other.columns),
    random,
  );
  const taken = new Set(table.columns.map(({ name }) => name));
  // No name of what is new shares a word with one of what is lost: values are all there is to go by.
  const isStranger = (other: string): boolean =>
    [...renamed, ...removed].every(({ name }) => !areKin(name, other));
  const truth = new Map<string, string>();
  for (const { name } of renamed) {
    const next = foreign.find((one) => isStranger(one.name) && !taken.has(one.name));
    if (next === undefined) continue;
    taken.add(next.name);
    truth.set(name, next.name);
  }
  const added = foreign.filter(({ name }) => isStranger(name) && !taken.has(name)).slice(0, part);
  const [was, is] = choose(table.columns[0]?.values.length ?? 0, choice, random);
  const successor = ({ name, values }: Column): Column => ({ name: truth.get(name) ?? name, values });
  const fresh = [...renamed.map(successor), ...added];
  const lost = [...renamed, ...removed];
  const shape = (column: Column): FieldShape => ({ name: column.name, type: typeOf(column) });
  return {
    table: table.name,
    question: {
      object: table.name.replace(/\..*$/, ''),
      lost: lost.map(shape),
      fresh: fresh.map(shape),
      kept: kept.map(({ name }) => name),
    },
    before: new Map(lost.map((column) => [column.name, profileOf(column, was)])),
    after: new Map(fresh.map((column) => [column.name, profileOf(column, is)])),
    truth,
  };
};
