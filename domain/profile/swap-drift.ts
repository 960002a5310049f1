import type { RecordPair } from '../repair/record-pairs.ts';
import { valueAt } from '../repair/record-pairs.ts';
import { isAnother } from './another-value.ts';
import type { MeaningChange } from './meaning.ts';

/** A field that holds another one's values now. */
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
  /** No record had it before. */
  readonly isNew: boolean;
  /** No record has it any more. */
  readonly isGone: boolean;
}

/** Most fields are columns, which need no path to be read by. */
const cellAt = (record: RecordPair['before'], field: string): unknown =>
  Object.hasOwn(record, field) ? record[field] : valueAt(record, field);

const columnOf = (pairs: readonly RecordPair[], field: string): Column => {
  const was = pairs.map(({ before }) => cellAt(before, field));
  const is = pairs.map(({ after }) => cellAt(after, field));
  return {
    was: was.map(textOf),
    is: is.map(textOf),
    isNew: was.every((value) => value === undefined),
    isGone: is.every((value) => value === undefined),
  };
};

/** What a field holds now, and how sure that is. */
interface Move {
  readonly from: string;
  readonly records: number;
  readonly of: number;
  readonly tells: boolean;
  /** What it held before was something else. */
  readonly replaces: boolean;
}

/** In how many records, of those that can tell, a column holds what another one held; null: not in nearly all of them. */
const moved = (into: Column, from: Column): Omit<Move, 'from'> | null => {
  const values = new Set<string>();
  let [records, of, replaced] = [0, 0, 0];
  for (let at = 0; at < from.was.length; at += 1) {
    const value = from.was[at] ?? null;
    if (value === null || into.was[at] === value) continue;
    of += 1;
    if (into.is[at] !== value) {
      if (of - records > (1 - nearlyAll) * from.was.length) return null;
      continue;
    }
    records += 1;
    values.add(value);
    if (isAnother(into.was[at] ?? '', value)) replaced += 1;
  }
  return of >= fewestPairs && records >= nearlyAll * of
    ? { records, of, tells: values.size >= telling * of, replaces: replaced >= fewestPairs }
    : null;
};

type Moves = ReadonlyMap<string, readonly Move[]>;

const hasChanged = ({ was, is }: Column): boolean =>
  was.filter((value, at) => value !== is[at]).length >= fewestPairs;

/** From which other columns a column's values came. One that is gone may have gone into any that is new. */
const movesInto = (name: string, columns: ReadonlyMap<string, Column>): Move[] => {
  const column = columns.get(name);
  return [...columns].flatMap(([from, other]): Move[] => {
    if (column === undefined || from === name) return [];
    if (column.isGone) return other.isNew ? [{ ...glue, from }] : [];
    const move = moved(column, other);
    return move === null ? [] : [{ from, ...move }];
  });
};

/** Where the values of these columns came from, and of those in turn. One that has taken the place of a gone one leads back to it. */
const findMoves = (starts: readonly string[], columns: ReadonlyMap<string, Column>): Moves => {
  const moves = new Map<string, Move[]>();
  const next = starts.filter((name) => columns.has(name));
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (moves.has(name)) continue;
    const found = movesInto(name, columns);
    moves.set(name, found);
    next.push(...found.map(({ from }) => from));
  }
  for (const [into, found] of [...moves])
    for (const { from, replaces } of found)
      if (replaces && columns.get(from)?.isGone === true) moves.get(from)?.push({ ...glue, from: into });
  return moves;
};

/** Says nothing of values. */
const glue = { records: 0, of: 0, tells: false, replaces: false } as const satisfies Omit<Move, 'from'>;

/** All that a column's values can be traced back to, one move after the other. */
const reached = (moves: Moves, start: string): ReadonlySet<string> => {
  const seen = new Set<string>();
  const next = [start];
  for (let name = next.pop(); name !== undefined; name = next.pop())
    for (const { from } of moves.get(name) ?? [])
      if (!seen.has(from)) {
        seen.add(from);
        next.push(from);
      }
  return seen;
};

/**
 * Fields that a mapping reads and that hold, in nearly all records that changed, what another field held, which holds what a
 * third one held, and so on back to the first: two that have changed places, or columns that have moved under their names. What
 * merely was copied leads nowhere.
 */
export const findSwaps = ({ pairs, mapped, apart }: SwapQuestion): readonly Swap[] => {
  const read = [...new Set(mapped)].filter((field) => !apart.has(field)).sort();
  const [first] = pairs;
  const names = new Set(
    [...read, ...Object.keys(first?.before ?? {}), ...Object.keys(first?.after ?? {})].filter(
      (name) => !apart.has(name),
    ),
  );
  const changed = [...names]
    .map((field) => [field, columnOf(pairs, field)] as const)
    .filter(([, column]) => hasChanged(column));
  const columns = new Map(changed);
  const moves = findMoves(read, columns);
  const sources = new Map([...moves.keys()].map((name) => [name, reached(moves, name)]));
  const leads = (from: string, to: string): boolean => sources.get(from)?.has(to) === true;
  // Flags may change places in the course of things; along with values of which each is different they do not.
  const telltale = [...moves].flatMap(([name, all]) =>
    all.filter(({ tells }) => tells).map(({ from }) => [name, from]),
  );
  return read.flatMap((field): Swap[] => {
    // What is new has held nothing else: it may be another one's new name.
    if (columns.get(field)?.isNew === true) return [];
    const isTold = telltale.some(
      ([into = '', from = '']) =>
        (into === field || leads(field, into)) && (from === field || leads(from, field)),
    );
    const move = isTold ? moves.get(field)?.find(({ from, of }) => of > 0 && leads(from, field)) : undefined;
    if (move === undefined) return [];
    const back = moves.get(move.from)?.some(({ from, of }) => from === field && of > 0) === true;
    const evidence = `in ${move.records} of ${move.of} changed records it holds what ${move.from} held${back ? `, and ${move.from} what it held` : ''}`;
    return [{ field, becomes: move.from, evidence: [evidence] }];
  });
};
