import type { EvidenceModel } from './evidence-model.ts';
import fitted from './entity-model.json' with { type: 'json' };

/** Weighs the signals that an object holds an entity; fitted by `bench/train/main.ts`, its figures are in the file. */
export const entityModel: EvidenceModel = fitted;
