import type { Cell, Json } from '../json.ts';
import type { Segment } from './path.ts';

/** Reads one path of a row; `undefined` where the row does not hold it. */
export type CellReader = (row: readonly Cell[]) => Cell;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const readEach = (value: Json, path: readonly Segment[], at: number): Cell => {
  const elements = isList(value) ? value : [value];
  const deeper = path.indexOf(null, at) >= 0;
  const values: Json[] = [];
  for (const element of elements) {
    const found = readNested(element, path, at) ?? null;
    if (deeper && found !== null && isList(found)) values.push(...found);
    else values.push(found);
  }
  return values;
};

/**
 * The value under a nested path. A parent that is null gives null, a parent that is missing or of another shape gives
 * `undefined`; only own properties are seen.
 */
export const readNested = (value: Cell, path: readonly Segment[], at: number): Cell => {
  let current = value;
  for (let index = at; index < path.length; index += 1) {
    if (current === undefined || current === null) return current;
    const segment = path[index] ?? null;
    if (segment === null) return readEach(current, path, index + 1);
    if (typeof current !== 'object') return undefined;
    if (isList(current)) current = typeof segment === 'number' ? current[segment] : undefined;
    else
      current = typeof segment === 'string' && Object.hasOwn(current, segment) ? current[segment] : undefined;
  }
  return current;
};

/** A reader of a resolved path for rows of these columns; null where they do not hold its first name. */
export const cellReader = (
  path: readonly Segment[],
  columns: ReadonlyMap<string, number>,
): CellReader | null => {
  const [name] = path;
  const index = typeof name === 'string' ? columns.get(name) : undefined;
  if (index === undefined) return null;
  if (path.length === 1) return (row) => row[index];
  return (row) => readNested(row[index], path, 1);
};
