import type { RowBatch } from '../../connectors/contract.ts';
import type { Cell } from '../../domain/json.ts';
import { readPath } from '../../domain/mapping/path.ts';
import type { Mapping } from '../../domain/mapping/types.ts';
import { isFlat } from '../../domain/schema/flat.ts';
import type { SourceField, SourceObject } from '../../domain/schema/types.ts';

/**
 * Compares what batches really hold with the schema that the read began with: a column that the schema does not know, a
 * mapped column that a table's rows no longer have, or, in documents, an unknown path where a mapped one is missing.
 */
export class ShapeWatch {
  readonly #known: Set<string>;
  readonly #columns: Set<string>;
  readonly #mappedColumns: ReadonlySet<string>;
  readonly #parents: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #documents: boolean;

  /** `seen`: a batch that the object was looked at for. */
  constructor(object: SourceObject, mappings: readonly Mapping[], seen?: RowBatch) {
    this.#known = new Set(object.fields.map((field) => field.name));
    const columnOf = (path: string): string =>
      isFlat(object) && this.#known.has(path) ? path : topOf(path, this.#known);
    this.#columns = new Set([...object.fields.map(({ name }) => columnOf(name)), ...(seen?.columns ?? [])]);
    const paths = mappings.flatMap((mapping) => [
      ...mapping.key,
      ...Object.values(mapping.fields).flatMap((rule) => rule.from),
    ]);
    this.#mappedColumns = new Set(paths.map(columnOf).filter((column) => this.#columns.has(column)));
    this.#documents = object.kind === 'collection';
    this.#parents = nestedParents(paths, this.#known);
  }

  /** Unknown paths of the batch; null when its shape is the known one. */
  surprise(batch: RowBatch): readonly string[] | null {
    const unknown = batch.columns.filter((column) => !this.#columns.has(column));
    const columnLost =
      !this.#documents &&
      batch.rows.length > 0 &&
      [...this.#mappedColumns].some((column) => !batch.columns.includes(column));
    const nested = this.#documents ? this.#nestedSurprise(batch) : [];
    return unknown.length === 0 && nested.length === 0 && !columnLost ? null : [...unknown, ...nested];
  }

  #nestedSurprise(batch: RowBatch): string[] {
    const found = new Set<string>();
    for (const [column, wanted] of this.#parents) {
      const at = batch.columns.indexOf(column);
      if (at < 0) continue;
      for (const row of batch.rows)
        for (const path of unknownBeside(row[at], column, wanted, this.#known)) found.add(path);
    }
    return [...found];
  }
}

/** Keys of an object that the schema does not know, where one that a mapping wants is missing. */
const unknownBeside = (
  cell: Cell,
  column: string,
  wanted: ReadonlySet<string>,
  known: ReadonlySet<string>,
): readonly string[] => {
  if (typeof cell !== 'object' || cell === null || Array.isArray(cell)) return [];
  const keys = Object.keys(cell);
  if ([...wanted].every((name) => keys.includes(name))) return [];
  return keys.map((key) => `${column}.${key}`).filter((path) => !known.has(path));
};

const topOf = (path: string, known: ReadonlySet<string>): string => {
  const [top] = readPath(path) ?? [path];
  // A literal column whose name looks like a path is that column.
  return known.has(path) &&
    !known.has(String(top)) &&
    path.includes('.') &&
    ![...known].some((name) => name.startsWith(`${String(top)}.`) && name !== path)
    ? path
    : String(top ?? path);
};

const nestedParents = (
  paths: readonly string[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const parents = new Map<string, Set<string>>();
  for (const path of paths) {
    const [top, next] = readPath(path) ?? [];
    if (typeof top !== 'string' || typeof next !== 'string' || !known.has(`${top}.${next}`)) continue;
    parents.set(top, (parents.get(top) ?? new Set()).add(next));
  }
  return parents;
};

/** The object with paths that only the rows have shown, so that the ticket names them. */
export const withSeen = (object: SourceObject, paths: readonly string[], batch: RowBatch): SourceObject => {
  const known = new Set(object.fields.map((field) => field.name));
  const seen = paths
    .filter((path) => !known.has(path))
    .map((name): SourceField => ({ name, type: typeOf(valueAt(batch, name)), nullable: true }));
  return { ...object, fields: [...object.fields, ...seen] };
};

const valueAt = (batch: RowBatch, path: string): Cell => {
  const [column = '', key] = path.split('.', 2);
  const at = batch.columns.indexOf(batch.columns.includes(path) ? path : column);
  for (const row of batch.rows) {
    const cell = row[at];
    const value =
      key === undefined || batch.columns.includes(path) ? cell : isObject(cell) ? cell[key] : undefined;
    if (value !== undefined && value !== null) return value;
  }
  return null;
};

const isObject = (cell: Cell): cell is Readonly<Record<string, never>> =>
  typeof cell === 'object' && cell !== null && !Array.isArray(cell);

const typeOf = (value: Cell): SourceField['type'] => {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'float';
    case 'string':
      return 'string';
    default:
      return 'object';
  }
};
