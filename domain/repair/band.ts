import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { Mapping } from '../mapping/types.ts';
import { fieldPath } from './lost-sources.ts';
import type { RepairPolicy } from './policy.ts';
import type { FieldChange, RepairBand } from './repair.ts';
import type { Agreement } from './value-evidence.ts';

/** Below it too little is known: the ticket is a person's. */
export const leastReview = 0.6;

/** Money and dates look right when they are wrong: only the same records can tell. */
const proof = { records: 100, share: 0.99 };

export interface ProposedChange {
  readonly entity: Mapping['entity'];
  readonly change: FieldChange;
  /** Canonical values of the same records before and after. */
  readonly agreement: Agreement | null;
}

export interface BandQuestion {
  readonly changes: readonly ProposedChange[];
  /** Lost paths that a mapping reads and that no selected change gives back. */
  readonly unresolved: readonly string[];
  readonly confidence: number;
  readonly policy: RepairPolicy;
  /** `FEATURE_DRIFT_AUTOFIX`. */
  readonly autofix: boolean;
  /** `DRIFT_REPAIR_CONFIDENCE_THRESHOLD`. */
  readonly threshold: number;
  /** Fields that stood beside the lost ones before these went. */
  readonly newcomers: readonly string[];
  /** The ticket's digest, or one of the changes, was rejected or undone before. */
  readonly spurned: boolean;
  /** What is doubtful of the object as a whole (its key, the words of its lists), one sentence each; left out: nothing. */
  readonly objectDoubts?: readonly string[];
}

export interface Band {
  readonly band: RepairBand;
  /** Why it is not applied by itself. */
  readonly reasons: readonly string[];
}

const isProved = (agreement: Agreement | null): boolean =>
  agreement !== null &&
  agreement.records >= proof.records &&
  agreement.equal >= proof.share * agreement.records;

/** True for amounts of money and for days and times. */
const needsProof = (entity: Mapping['entity'], name: string): boolean => {
  const field = canonicalEntities[entity].fields.find((candidate) => candidate.name === name);
  return field !== undefined && (field.money !== null || field.type === 'date' || field.type === 'timestamp');
};

const doubts = ({ entity, change, agreement }: ProposedChange): readonly string[] => {
  if (change.part === 'key') return [`${change.lost.join(', ')} is part of the record key`];
  if (change.part === 'change_field') return [`${change.lost.join(', ')} is what incremental reads go by`];
  if (change.part !== 'field' || !needsProof(entity, change.field) || isProved(agreement)) return [];
  return [
    `${entity}.${change.field} is money or a date, and fewer than ${proof.records} records with the same key agree in ${proof.share * 100} %`,
  ];
};

/** Two fields that once stood side by side may have meant two things. */
const coexisted =
  (newcomers: readonly string[]) =>
  ({ change }: ProposedChange): readonly string[] => {
    const paths = newcomers.map(fieldPath);
    const beside = change.found.filter((found) =>
      paths.some((path) => found === path || found.startsWith(`${path}.`)),
    );
    return beside.length === 0
      ? []
      : [`${beside.join(', ')} stood beside ${change.lost.join(', ')} before that went`];
  };

const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

/** Whether a repair is applied by itself, waits for a person, or is theirs to find. */
export const bandOf = (question: BandQuestion): Band => {
  const { changes, confidence, policy, threshold, unresolved } = question;
  const reasons = [
    ...(question.autofix ? [] : ['repairs are not applied by themselves in this installation']),
    ...(policy === 'auto' ? [] : [`the policy is ${policy}`]),
    ...(confidence > threshold
      ? []
      : [`the confidence of ${percent(confidence)} is not above ${percent(threshold)}`]),
    ...(unresolved.length === 0 ? [] : [`nothing takes the place of ${unresolved.join(', ')}`]),
    ...(question.spurned ? ['the same was rejected or undone before'] : []),
    ...(question.objectDoubts ?? []),
    ...changes.filter(({ change }) => change.selected).flatMap(doubts),
    ...changes.filter(({ change }) => change.selected).flatMap(coexisted(question.newcomers)),
  ];
  if (reasons.length === 0) return { band: 'automatic', reasons };
  const nothing = unresolved.length > 0 && !changes.some(({ change }) => change.selected);
  return { band: nothing || confidence < leastReview ? 'manual' : 'review', reasons: [...new Set(reasons)] };
};
