import type { MeaningChange } from './meaning.ts';

const inverse = (becomes: string): string =>
  becomes.startsWith('×') ? becomes.replace('×', '÷') : becomes.replace('÷', '×');

/** A unit is undone by its inverse, two swapped fields by being swapped again. */
const isUndone = (change: MeaningChange, by: readonly MeaningChange[]): boolean => {
  if (change.kind !== 'unit' && change.kind !== 'swap') return false;
  const back = change.kind === 'unit' ? inverse(change.becomes) : change.becomes;
  return by.some(
    ({ field, kind, becomes }) => kind === change.kind && field === change.field && becomes === back,
  );
};

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
