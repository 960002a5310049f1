import type { Checker } from '../canonical/check-value.ts';
import { checkerOf } from '../canonical/check-value.ts';
import type { CanonicalField } from '../canonical/field.ts';
import { Refusal } from '../canonical/refusal.ts';
import type { Cell, Json } from '../json.ts';
import { compileStep } from './compile-step.ts';
import { resolvePath } from './path.ts';
import { cellReader } from './read-cell.ts';
import type { CellReader } from './read-cell.ts';
import type { Step } from './transform-spec.ts';
import { transformNamed } from './transform-table.ts';
import type { FieldRule, FormerRule } from './types.ts';

/** The canonical value of one field of a row: absent, null, a value, or why there is none. */
export type FieldReader = (row: readonly Cell[]) => Cell | Refusal;

export interface Columns {
  readonly names: ReadonlySet<string>;
  readonly indices: ReadonlyMap<string, number>;
}

const absent: CellReader = () => undefined;

/** Several paths as one list: absent where all are, or where the first is and the others only help to read it. */
const sourceReader = ({ from, transforms }: FormerRule, { names, indices }: Columns): CellReader => {
  const readers = from.map((path) => cellReader(resolvePath(path, names), indices));
  const firstRules = transformNamed(transforms[0]?.name ?? '')?.takes !== 'list';
  if (readers.length === 1) return readers[0] ?? absent;
  if (readers.every((reader) => reader === null)) return absent;
  return (row) => {
    const values: Json[] = [];
    let seen = false;
    for (let at = 0; at < readers.length; at += 1) {
      const value = readers[at]?.(row);
      if (value !== undefined && (at === 0 || !firstRules)) seen = true;
      values.push(value ?? null);
    }
    return seen ? values : undefined;
  };
};

/** Runs the steps and the field's own check; null and the empty text end the pipeline as null. */
const pipeline = (steps: readonly Step[], check: Checker): ((value: Json) => Json | Refusal) => {
  const [only] = steps;
  if (only === undefined) return check;
  const checked = (value: Json | Refusal): Json | Refusal => {
    if (value === null || value === '') return null;
    return value instanceof Refusal ? value : check(value);
  };
  if (steps.length === 1) return (value) => checked(only(value));
  return (value) => {
    let current: Json = value;
    for (const step of steps) {
      if (current === null || current === '') return null;
      const next: Json | Refusal = step(current);
      if (next instanceof Refusal) return next;
      current = next;
    }
    return checked(current);
  };
};

const withDefault = (read: FieldReader, fallback: Json | undefined): FieldReader => {
  if (fallback === undefined) return read;
  return (row) => read(row) ?? fallback;
};

/** What the former rule makes of a row that does not hold the field any other way. */
const orFormer = (now: FieldReader, former: FieldReader): FieldReader => {
  if (former === absent) return now;
  return (row) => {
    const value = now(row);
    if (value !== undefined && !(value instanceof Refusal)) return value;
    const earlier = former(row);
    return earlier === undefined || earlier instanceof Refusal ? value : earlier;
  };
};

const readerOf = (rule: FormerRule, field: CanonicalField, columns: Columns): FieldReader => {
  const read = sourceReader(rule, columns);
  const former = rule.formerly === undefined ? absent : readerOf(rule.formerly, field, columns);
  if (read === absent) return former;
  const run = pipeline(rule.transforms.map(compileStep), checkerOf(field));
  const reader: FieldReader = (row) => {
    const cell = read(row);
    if (cell === undefined) return undefined;
    return cell === null || cell === '' ? null : run(cell);
  };
  return orFormer(reader, former);
};

/** The reader of one canonical field, everything resolved for rows of these columns. */
export const compileField = (rule: FieldRule, field: CanonicalField, columns: Columns): FieldReader =>
  withDefault(readerOf(rule, field, columns), rule.default);
