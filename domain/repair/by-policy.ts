import { ticketPolicy } from './policy.ts';
import type { PolicyPlace, PolicyRow, RepairPolicy } from './policy.ts';
import type { ProposedChange } from './band.ts';
import { confidenceOf } from './propose.ts';
import type { Proposal } from './propose.ts';

/** What holds for lost fields, by their names: the most cautious of their policies. */
export type PolicyOf = (lost: readonly string[]) => RepairPolicy;

/** The policies that hold for the fields of one object. */
export const policiesAt =
  (rows: readonly PolicyRow[], place: Omit<PolicyPlace, 'field'>): PolicyOf =>
  (lost) =>
    ticketPolicy(rows, place, lost);

/** The part of a proposal that these changes are; `unresolved`: lost names that nothing in it gives back. */
const partOf = (
  { mappings }: Proposal,
  isIn: (change: ProposedChange) => boolean,
  unresolved: readonly string[],
): Proposal => {
  const kept = mappings
    .map(({ mapping, changes }) => ({ mapping, changes: changes.filter(isIn) }))
    .filter(({ changes }) => changes.length > 0);
  return {
    mappings: kept,
    unresolved,
    confidence: confidenceOf(
      kept.flatMap(({ changes }) => changes),
      unresolved,
    ),
  };
};

/** A proposal without what gives back ignored fields alone: their last known values stand. */
export const withoutIgnored = (proposal: Proposal, policyOf: PolicyOf): Proposal =>
  partOf(
    proposal,
    ({ change }) => policyOf(change.lost) !== 'ignore',
    proposal.unresolved.filter((name) => policyOf([name]) !== 'ignore'),
  );

/**
 * The part of a proposal whose fields may be repaired automatically, where others wait for a person; null where none does, or
 * where the others decide how records are told apart and read.
 */
export const automaticPart = (proposal: Proposal, policyOf: PolicyOf): Proposal | null => {
  const isAutomatic = (lost: readonly string[]): boolean => policyOf(lost) === 'auto';
  const changes = proposal.mappings.flatMap((one) => one.changes);
  const others = changes.filter(({ change }) => !isAutomatic(change.lost));
  const unresolved = proposal.unresolved.filter((name) => isAutomatic([name]));
  const waits = others.length > 0 || unresolved.length < proposal.unresolved.length;
  if (!waits || others.length === changes.length) return null;
  if (others.some(({ change }) => change.part !== 'field')) return null;
  return partOf(proposal, ({ change }) => isAutomatic(change.lost), unresolved);
};
