import type { EvidenceModel } from './evidence-model.ts';
import fitted from './mapping-model.json' with { type: 'json' };

/** Weighs the signals of a mapping from names and types; fitted by `bench/train/main.ts`, its figures are in the file. */
export const mappingModel: EvidenceModel = fitted;
