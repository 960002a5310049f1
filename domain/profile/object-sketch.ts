import type { Cell } from '../json.ts';
import { readPath } from '../mapping/path.ts';
import type { Segment } from '../mapping/path.ts';
import { readNested } from '../mapping/read-cell.ts';
import { FieldSketch } from './field-sketch.ts';
import type { ObjectProfile } from './profile.ts';

/** Objects with more fields than this are profiled in their first ones alone. */
const mostFields = 400;

interface Watched {
  readonly sketch: FieldSketch;
  /** Of a nested value within its column; null: the column itself. */
  readonly path: readonly Segment[] | null;
}

/** Takes in the rows of an object and gives the profile of all its fields. */
export class ObjectSketch {
  readonly #nested = new Map<
    string,
    readonly { readonly name: string; readonly path: readonly Segment[] }[]
  >();
  readonly #sketches = new Map<string, FieldSketch>();
  readonly #columns = new Map<string, readonly Watched[]>();
  #rows = 0;

  /** `fields`: the names of the object's fields as discovered, of which nested ones are paths. */
  constructor(fields: readonly string[]) {
    const known = new Set(fields);
    for (const name of fields) {
      const path = readPath(name);
      const top = path?.[0];
      if (path === null || path.length < 2 || path.includes(null) || typeof top !== 'string') continue;
      // A column whose name only looks like a path has no parent among the fields.
      if (known.has(top)) this.#nested.set(top, [...(this.#nested.get(top) ?? []), { name, path }]);
    }
  }

  get rows(): number {
    return this.#rows;
  }

  add(columns: readonly string[], rows: readonly (readonly Cell[])[]): void {
    this.#rows += rows.length;
    const watched = columns.flatMap((column, at) => this.#watched(column).map((one) => ({ ...one, at })));
    // Row by row: the values of a row lie side by side in memory.
    for (const row of rows) {
      for (const { sketch, path, at } of watched) {
        const cell = row[at];
        sketch.add(path === null ? cell : readNested(cell, path, 1));
      }
    }
  }

  profile(): ObjectProfile {
    const fields = [...this.#sketches].map(([name, sketch]) => [name, sketch.profile(this.#rows)] as const);
    return { v: 1, rows: this.#rows, fields: Object.fromEntries(fields) };
  }

  #watched(column: string): readonly Watched[] {
    const known = this.#columns.get(column);
    if (known !== undefined) return known;
    const watched = [{ name: column, path: null }, ...(this.#nested.get(column) ?? [])].flatMap(
      ({ name, path }): Watched[] => {
        const sketch =
          this.#sketches.get(name) ?? (this.#sketches.size < mostFields ? new FieldSketch() : null);
        if (sketch === null) return [];
        this.#sketches.set(name, sketch);
        return [{ sketch, path }];
      },
    );
    this.#columns.set(column, watched);
    return watched;
  }
}
