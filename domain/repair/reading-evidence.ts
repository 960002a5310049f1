import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { Mapping } from '../mapping/types.ts';
import { fieldPath } from './lost-sources.ts';
import type { EvidenceOf } from './match-fields.ts';
import { mappedAgreement } from './record-pairs.ts';
import type { RecordPair } from './record-pairs.ts';
import { retypePipelines } from './retype.ts';

/** Each pair of fields is read in every way that there is, so few records must do. */
const mostRecords = 100;

/**
 * How a lost and a new field agree on the same records once both are read into the canonical field that the lost one feeds, in
 * the best of the ways there are: a date in another format, an amount with its currency.
 */
export const readingEvidence = (pairs: readonly RecordPair[], mappings: readonly Mapping[]): EvidenceOf => {
  const some = pairs.slice(0, mostRecords);
  return (lost, fresh) => {
    const path = fieldPath(lost);
    const agreements = mappings.flatMap(({ entity, fields }) =>
      Object.entries(fields).flatMap(([name, rule]) => {
        const field = canonicalEntities[entity].fields.find((candidate) => candidate.name === name);
        const [only, ...others] = rule.from;
        if (field === undefined || others.length > 0 || (only !== lost && only !== path)) return [];
        return retypePipelines(field, rule.transforms).map((transforms) =>
          mappedAgreement(some, field, {
            before: rule,
            after: { from: [fieldPath(fresh)], transforms, required: false },
          }),
        );
      }),
    );
    const best = agreements.reduce<(typeof agreements)[number] | undefined>(
      (found, one) => (found === undefined || one.equal > found.equal ? one : found),
      undefined,
    );
    if (best === undefined || best.records === 0) return undefined;
    const { records, equal, byChance } = best;
    return { agreement: { records, equal, byChance } };
  };
};
