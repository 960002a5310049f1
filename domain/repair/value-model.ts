import type { EvidenceModel } from './evidence-model.ts';
import fitted from './value-model.json' with { type: 'json' };

/** An evidence model whose log-odds are over what was likely before, so that they add to what names and types say. */
export interface ValueModel extends EvidenceModel {
  /** How likely a pair was, among those fitted on. */
  readonly prior: number;
}

/** Weighs what the values of two fields have in common; fitted by `bench/train/values.ts`, its figures are in the file. */
export const valueModel: ValueModel = fitted;
