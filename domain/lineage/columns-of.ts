import { isLostBy, pathText, resolvePath } from '../mapping/path.ts';
import type { Segment } from '../mapping/path.ts';
import type { LineageTable } from './catalogue.ts';

/** Finds the columns behind the paths of a table's mappings, and whether they are lost. */
export class ColumnsOf {
  readonly #names: ReadonlySet<string>;
  readonly #lost: readonly (readonly Segment[])[];

  constructor({ columns, lost }: Pick<LineageTable, 'columns' | 'lost'>) {
    this.#names = new Set(columns.map(({ name }) => name));
    const known = new Set([...this.#names, ...lost]);
    this.#lost = lost.map((name) => resolvePath(name, known));
  }

  /**
   * The column that a path reads: the nested field itself where the schema lists it, an element's field under its list, or
   * the nearest field that holds it. A path that the table no longer has stands for itself.
   */
  nameOf(path: string): string {
    const segments = resolvePath(path, this.#names).map((segment) =>
      typeof segment === 'number' ? null : segment,
    );
    for (let length = segments.length; length > 0; length -= 1) {
      const name = this.#listed(segments.slice(0, length));
      if (name !== undefined) return name;
    }
    return path;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  isLost(path: string): boolean {
    const wanted = resolvePath(path, this.#names);
    return this.#lost.some((lost) => isLostBy(wanted, lost));
  }

  #listed(segments: readonly Segment[]): string | undefined {
    const [only] = segments;
    if (segments.length === 1 && typeof only === 'string' && this.#names.has(only)) return only;
    const text = pathText(segments);
    return this.#names.has(text) ? text : undefined;
  }
}
