import type { SourceField } from './types.ts';

/** `breaking`: mapped data is lost or wrong until it is repaired; `risky`: may be; `harmless`: nothing mapped is touched. */
export type Severity = 'breaking' | 'risky' | 'harmless';

/** One signal's part in a confidence. */
export interface Reason {
  /** Name of the signal: `name`, `type`, `values`, … */
  readonly signal: string;
  /** What it adds to (or takes from) the log-odds. */
  readonly weight: number;
  /** One short sentence for a person. */
  readonly text: string;
}

/** A new field that a lost one may have become. */
export interface Candidate {
  readonly to: string;
  /** Calibrated probability, 0–1. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
}

interface Change<Kind extends string> {
  readonly kind: Kind;
  readonly severity: Severity;
  readonly object: string;
}

/** A difference between two schema versions; `field` is the name before, save for `added` and what renamed fields became. */
export type SchemaChange =
  | (Change<'added'> & { readonly field: string; readonly after: SourceField })
  | (Change<'removed'> & {
      readonly field: string;
      readonly before: SourceField;
      /** Below the review band; the most likely first. */
      readonly candidates: readonly Candidate[];
    })
  | (Change<'renamed'> &
      Candidate & { readonly field: string; readonly before: SourceField; readonly after: SourceField })
  | (Change<'retyped'> & { readonly field: string; readonly from: string; readonly to: string })
  | (Change<'nullability'> & { readonly field: string; readonly nullable: boolean })
  | (Change<'values_added' | 'values_removed'> & {
      readonly field: string;
      readonly values: readonly string[];
    })
  | (Change<'key_change'> & { readonly from: readonly string[]; readonly to: readonly string[] })
  | Change<'object_added' | 'object_removed' | 'access_lost' | 'access_restored'>
  | (Change<'object_renamed'> & Candidate);

export type SchemaChangeKind = SchemaChange['kind'];
