import type { MeaningChange } from './meaning.ts';

const inverse = (becomes: string): string =>
  becomes.startsWith('×') ? becomes.replace('×', '÷') : becomes.replace('÷', '×');

/** A unit is undone by its inverse, and a field that holds another one's values by being moved again. */
const isUndone = ({ kind, field, becomes }: MeaningChange, by: readonly MeaningChange[]): boolean =>
  by.some(
    (other) =>
      other.kind === kind &&
      other.field === field &&
      (kind === 'swap' || (kind === 'unit' && other.becomes === inverse(becomes))),
  );

export interface Findings {
  /** What the object's open ticket says; empty where it has none. */
  readonly open: readonly MeaningChange[];
  /** From the same records before and after this read. */
  readonly records: readonly MeaningChange[];
  /** From the spread of values, against those that are known to be right. */
  readonly values: readonly MeaningChange[];
}

/**
 * All that holds after a read. Records show a change once, when it comes: it holds until they show it undone, or people accept
 * it. Values show it at every read.
 */
export const combineChanges = ({ open, records, values }: Findings): readonly MeaningChange[] => {
  const lasting = open.filter((change) => change.by === 'records' && !isUndone(change, records));
  const fresh = records.filter((change) => !isUndone(change, open));
  const known = new Map([...lasting, ...fresh].map((change) => [change.field, change]));
  // Records of other things differ in everything: that says nothing of their fields.
  const reused = [...known.values()].filter(({ kind }) => kind === 'key_reuse');
  if (reused.length > 0) return reused;
  return [...known.values(), ...values.filter(({ field }) => !known.has(field))];
};
