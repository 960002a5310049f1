import type { MeaningChange } from './meaning.ts';
import { movedOn } from './moved-on.ts';

const inverse = (becomes: string): string =>
  becomes.startsWith('×') ? becomes.replace('×', '÷') : becomes.replace('÷', '×');

/** A unit is undone by its inverse. A field that holds another one's values holds what the newest move has brought, if any. */
const isSettled = ({ kind, field, becomes }: MeaningChange, by: readonly MeaningChange[]): boolean =>
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
  const lasting = open.filter((change) => change.by === 'records' && !isSettled(change, records));
  const others = records.filter((change) => change.kind !== 'swap' && !isSettled(change, open));
  const fresh = [...others, ...movedOn(open, records)];
  const known = new Map([...lasting, ...fresh].map((change) => [change.field, change]));
  // Records of other things differ in everything: that says nothing of their fields.
  const reused = [...known.values()].filter(({ kind }) => kind === 'key_reuse');
  if (reused.length > 0) return reused;
  return [...known.values(), ...values.filter(({ field }) => !known.has(field))];
};
