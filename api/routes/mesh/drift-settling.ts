import type { z } from 'zod';
import { effectivePolicy, ticketPolicy } from '../../../domain/repair/policy.ts';
import type { EffectivePolicy, PolicyRow } from '../../../domain/repair/policy.ts';
import type { DriftEvent } from '../../../platform/database/repositories/object-schemas.ts';
import type { Repair } from '../../../platform/database/repositories/repairs.ts';
import type { driftEventDetail, listedDrift } from '../../contract/drift.ts';

type FieldPolicies = z.input<typeof driftEventDetail>['field_policies'];

/** What holds for each lost path of a ticket. */
export const fieldPolicies = (ticket: DriftEvent, policies: readonly PolicyRow[]): FieldPolicies =>
  ticket.lost.map((field) => ({
    field,
    ...effectivePolicy(policies, { connectionId: ticket.connection_id, object: ticket.object, field }),
  }));

/** A ticket follows the most cautious policy of what it touches; where that comes from. */
const policyOf = (ticket: DriftEvent, policies: readonly PolicyRow[]): EffectivePolicy => {
  const place = { connectionId: ticket.connection_id, object: ticket.object };
  const policy = ticketPolicy(policies, place, ticket.lost);
  const from = fieldPolicies(ticket, policies).find((one) => one.policy === policy);
  return from === undefined ? effectivePolicy(policies, place) : { policy, source: from.source };
};

/** How a ticket is to be settled: its policy and the proposal that answers it. */
export const settlingView = (
  ticket: DriftEvent,
  policies: readonly PolicyRow[],
  repair: Repair | undefined,
): Pick<z.input<typeof listedDrift>, 'policy' | 'repair'> => ({
  policy: policyOf(ticket, policies),
  repair:
    repair === undefined
      ? null
      : {
          repair_id: repair.repair_id,
          state: repair.state,
          band: repair.band,
          confidence: repair.confidence,
        },
});
