import type { Severity } from '../schema/changes.ts';

export const meaningKinds = ['unit', 'date_format', 'enum_values', 'null_rate', 'swap', 'key_reuse'] as const;
export type MeaningKind = (typeof meaningKinds)[number];

/** Whether a ticket of this kind is about what values mean. */
export const isMeaningKind = (kind: string): kind is MeaningKind =>
  meaningKinds.some((known) => known === kind);

/** What a field's values say now that they did not say before, under the same name and type. */
export interface MeaningChange {
  readonly kind: MeaningKind;
  readonly severity: Severity;
  readonly object: string;
  readonly field: string;
  /** Tells this change of the field from another one of the same kind: the factor of a unit, the new form of a date, the other field of a swap. */
  readonly becomes: string;
  /** Seen by the spread of all values, or by records that changed. */
  readonly by: 'values' | 'records';
  /** Sentences with the figures that it was seen by. */
  readonly evidence: readonly string[];
}

/** The changes of meaning that a ticket of another kind keeps in its detail, for they came while it was open. */
export const meaningIn = (detail: Readonly<Record<string, unknown>>): readonly MeaningChange[] =>
  Array.isArray(detail['meaning']) ? (detail['meaning'] as readonly MeaningChange[]) : [];

/** The same in words, one sentence without its end each. */
export const meaningNotes = (detail: Readonly<Record<string, unknown>>): string[] =>
  meaningIn(detail).map(
    ({ field, evidence }) => `The values of ${field} are other ones under its name: ${evidence.join('; ')}`,
  );

/** The same for the same changes, whatever figures they were seen by. */
export const signatureOf = (changes: readonly MeaningChange[]): string =>
  JSON.stringify(changes.map(({ kind, field, becomes }) => [field, kind, becomes]).sort());

/** Fewer values or records than this prove nothing. */
export const fewestValues = 50;

export const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
