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

/** Fewer values or records than this prove nothing. */
export const fewestValues = 50;

export const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
