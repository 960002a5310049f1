import type { EvidenceModel } from './evidence-model.ts';
import fitted from './rename-model.json' with { type: 'json' };

/** Weighs the signals of a rename from names and types; fitted by `bench/train/main.ts`, its figures are in the file. */
export const renameModel: EvidenceModel = fitted;
