import type { Cell, Json } from '../json.ts';
import type { Columns } from './compile-field.ts';
import { resolvePath } from './path.ts';
import type { Segment } from './path.ts';

/** What is mapped below a value: names of an object's fields, or the elements of an array; `true` is all of it. */
interface Mapped {
  readonly fields: Map<string, Mapped | true>;
  elements: Mapped | true | null;
}

/** Sets a field whatever its name is; plain assignment to `__proto__` would change the prototype. */
const put = (target: Record<string, Json>, name: string, value: Json): void => {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else target[name] = value;
};

const below = (known: Mapped | true | null | undefined): Mapped | true =>
  known === true ? true : (known ?? { fields: new Map(), elements: null });

/** Marks a path as mapped; a single element of an array is never taken out, for the others would change their place. */
const mark = (tree: Mapped, path: readonly Segment[], at: number): void => {
  const segment = path[at];
  if (segment === undefined || typeof segment === 'number') return;
  const last = at === path.length - 1;
  const known = segment === null ? tree.elements : tree.fields.get(segment);
  const next = last ? true : below(known);
  if (!last && path.slice(at + 1).some((later) => typeof later === 'number')) return;
  if (segment === null) tree.elements = next;
  else tree.fields.set(segment, next);
  if (next !== true) mark(next, path, at + 1);
};

const present = (members: Readonly<Record<string, Cell>>): Readonly<Record<string, Json>> => {
  const found: Record<string, Json> = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) put(found, name, value);
  return found;
};

const restOfList = (list: readonly Json[], elements: Mapped | true | null): Cell => {
  if (elements === null || list.length === 0) return list;
  if (elements === true) return undefined;
  const rest = list.map((item) => restOf(item, elements));
  return rest.some((item) => item !== undefined) ? rest.map((item) => item ?? null) : undefined;
};

/** A value without what is mapped of it; `undefined` when nothing else was in it. */
const restOf = (value: Cell, mapped: Mapped | true): Cell => {
  if (mapped === true) return undefined;
  if (value === undefined || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return restOfList(value as readonly Json[], mapped.elements);
  const rest: Record<string, Json> = {};
  let kept = 0;
  let seen = 0;
  for (const [name, member] of Object.entries(value)) {
    seen += 1;
    const left = restOf(member, mapped.fields.get(name) ?? unmapped);
    if (left === undefined) continue;
    put(rest, name, left);
    kept += 1;
  }
  return kept === 0 && seen > 0 ? undefined : rest;
};

const unmapped: Mapped = { fields: new Map(), elements: null };

/**
 * Collects what no rule reads: whole columns, and of a column that is mapped by nested paths the remaining part. Names
 * are in the order of their code units.
 */
export const compileExtras = (
  paths: readonly string[],
  columns: Columns,
): ((row: readonly Cell[]) => Readonly<Record<string, Json>>) => {
  const tree: Mapped = { fields: new Map(), elements: null };
  for (const path of paths) mark(tree, resolvePath(path, columns.names), 0);
  const kept = [...columns.indices]
    .filter(([name]) => tree.fields.get(name) !== true)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, index]) => ({ name, index, mapped: tree.fields.get(name) ?? null }));
  // Its own members are safe to assign whatever their names are, and a copy is faster than adding them one by one.
  const blank: Readonly<Record<string, Cell>> = Object.fromEntries(kept.map(({ name }) => [name, null]));
  return (row) => {
    const extras: Record<string, Cell> = { ...blank };
    let absent = 0;
    for (const { name, index, mapped } of kept) {
      const cell = row[index];
      const value = mapped === null ? cell : restOf(cell, mapped);
      if (value === undefined) absent += 1;
      extras[name] = value;
    }
    return absent === 0 ? (extras as Readonly<Record<string, Json>>) : present(extras);
  };
};
