import type { RecordPair } from '../repair/record-pairs.ts';
import { valueAt } from '../repair/record-pairs.ts';
import type { MeaningChange } from './meaning.ts';

/** Two fields that hold each other's values now, as the first of them tells it. */
export type Swap = Pick<MeaningChange, 'field' | 'becomes' | 'evidence'>;

export interface SwapQuestion {
  readonly pairs: readonly RecordPair[];
  readonly mapped: readonly string[];
  /** Fields whose values are expected to change together with the record: its key and what reads go by. */
  readonly apart: ReadonlySet<string>;
}

const fewestPairs = 20;
const nearlyAll = 0.95;
/** Flags and stages turn into each other in the course of things; values of which each is different do not. */
const telling = 0.5;

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** A field's values in the records that changed, as they were and as they are. */
interface Column {
  readonly was: readonly (string | null)[];
  readonly is: readonly (string | null)[];
}

/** Most fields are columns, which need no path to be read by. */
const cellAt = (record: RecordPair['before'], field: string): string | null =>
  textOf(Object.hasOwn(record, field) ? record[field] : valueAt(record, field));

const columnOf = (pairs: readonly RecordPair[], field: string): Column => ({
  was: pairs.map(({ before }) => cellAt(before, field)),
  is: pairs.map(({ after }) => cellAt(after, field)),
});

/** In how many records, of those that can tell, the two columns hold each other's values; null: not in nearly all of them. */
const exchanged = (one: Column, other: Column): { readonly records: number; readonly of: number } | null => {
  const values = [new Set<string>(), new Set<string>()] as const;
  let [records, of] = [0, 0];
  for (let at = 0; at < one.was.length; at += 1) {
    const [a, b] = [one.was[at] ?? null, other.was[at] ?? null];
    if (a === null || b === null || a === b) continue;
    of += 1;
    if (one.is[at] === b && other.is[at] === a) records += 1;
    else if (of - records > (1 - nearlyAll) * one.was.length) return null;
    values[0].add(a);
    values[1].add(b);
  }
  const tell = values.every(({ size }) => size >= telling * of);
  return of >= fewestPairs && records >= nearlyAll * of && tell ? { records, of } : null;
};

/** Fields that a mapping reads and that hold, in nearly all records that changed, what another field held and the other way round. */
export const findSwaps = ({ pairs, mapped, apart }: SwapQuestion): readonly Swap[] => {
  const read = [...new Set(mapped)].filter((field) => !apart.has(field)).sort();
  const others = new Set(
    [...read, ...Object.keys(pairs[0]?.before ?? {})].filter((name) => !apart.has(name)),
  );
  const columns = new Map([...others].map((field) => [field, columnOf(pairs, field)]));
  return read.flatMap((field): Swap[] => {
    const one = columns.get(field);
    if (one === undefined) return [];
    for (const [name, other] of columns) {
      const found = name === field ? null : exchanged(one, other);
      if (found === null) continue;
      const evidence = `in ${found.records} of ${found.of} changed records it holds what ${name} held, and ${name} what it held`;
      return [{ field, becomes: name, evidence: [evidence] }];
    }
    return [];
  });
};
