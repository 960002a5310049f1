import type { Cell } from '../../../../domain/json.ts';
import type { SourceField } from '../../../../domain/schema/types.ts';
import type { DecodedBatch } from '../batch-builder.ts';
import type { Inferred } from './infer-text-fields.ts';
import { KeySearch } from './key-search.ts';
import { PathType } from './path-type.ts';

const maxPaths = 5000;

/** Fields of an object whose cells carry their types (documents, workbooks), nested paths included, from all rows. */
export async function inferTypedFields(
  batches: AsyncIterable<DecodedBatch>,
  declaredKey: readonly string[] | undefined,
): Promise<Inferred> {
  const paths = new PathTypes();
  let first: readonly string[] = [];
  let search = new KeySearch([]);
  let rows = 0;
  let unreadable = 0;
  for await (const batch of batches) {
    if (first.length === 0) {
      first = batch.columns;
      if (declaredKey === undefined) search = new KeySearch(first);
    }
    const places = first.map((name) => batch.columns.indexOf(name));
    for (const row of batch.rows) {
      paths.addRow(batch.columns, row);
      search.add(places.map((place) => row[place]));
    }
    rows = batch.recordsRead;
    unreadable += batch.unreadable.length;
  }
  const key = declaredKey ?? chooseKey(search, first, paths);
  const guesses = paths.overflowed
    ? [`has more than ${maxPaths} nested fields; the others are not listed`]
    : [];
  return { fields: paths.fields(first, key), key, rows, unreadable, guesses };
}

function chooseKey(search: KeySearch, columns: readonly string[], paths: PathTypes): string[] {
  const fit = search.found.find(({ index, named }) => named || paths.isIdentifier(columns[index] ?? ''));
  const name = fit === undefined ? undefined : columns[fit.index];
  return name === undefined ? [] : [name];
}

/** The types of all paths of the documents seen; elements of an array share the path `tags[]`. */
class PathTypes {
  overflowed = false;
  private readonly types = new Map<string, PathType>();
  private rows = 0;

  addRow(columns: readonly string[], row: readonly Cell[]): void {
    this.rows += 1;
    columns.forEach((name, index) => {
      this.add(name, row[index]);
    });
  }

  isIdentifier(name: string): boolean {
    return ['string', 'integer', 'uuid'].includes(this.types.get(name)?.field.type ?? '');
  }

  /** In the order in which they were met, top-level columns of an empty file included. */
  fields(columns: readonly string[], key: readonly string[]): SourceField[] {
    for (const name of columns) this.typeOf(name);
    return [...this.types].map(([name, type]) => ({
      name,
      nullable: !key.includes(name),
      ...type.field,
      ...(type.rows < this.rows ? { presence: Math.round((1e6 * type.rows) / this.rows) / 1e6 } : {}),
    }));
  }

  private add(path: string, value: Cell): void {
    if (value === undefined) return;
    const type = this.typeOf(path);
    if (type === undefined) return;
    type.add(value, this.rows);
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) for (const element of value as readonly Cell[]) this.add(`${path}[]`, element);
    else for (const [key, inner] of Object.entries(value)) this.add(`${path}.${key}`, inner);
  }

  private typeOf(path: string): PathType | undefined {
    let type = this.types.get(path);
    if (type === undefined && this.types.size >= maxPaths) this.overflowed = true;
    else if (type === undefined) this.types.set(path, (type = new PathType()));
    return type;
  }
}
