import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import type { Constraint } from '../../../domain/unify/constraints.ts';
import type { UnifiedEntity } from '../../../domain/unify/plan.ts';
import { appendEvent } from '../../../platform/database/repositories/event-log.ts';
import { addConstraint } from '../../../platform/database/repositories/golden-constraints.ts';
import { membersOf } from '../../../platform/database/repositories/golden-records.ts';
import type { Call } from '../../endpoint.ts';
import { acceptTask } from '../accept-task.ts';
import { connectTask } from './connect-task.ts';

type Deciding = Pick<Call, 'caller' | 'transaction' | 'traceId' | 'note'>;

export interface Decision {
  readonly entity: UnifiedEntity;
  readonly constraint: Constraint;
  readonly reason: string | undefined;
  readonly event: {
    readonly type: string;
    readonly goldenId: string;
    readonly data: Readonly<Record<string, Json>>;
  };
}

const mostMembers = 2_000;

/** The record keys of a golden record. Throws `not_found`, and `conflict` for one of more records than a decision may name. */
export const keysOf = async (
  { transaction }: Deciding,
  entity: UnifiedEntity,
  id: string,
): Promise<readonly string[]> => {
  const members = await membersOf(transaction, entity, [id], mostMembers + 1);
  if (members.length > mostMembers)
    throw new Fault('conflict', `${id} has more than ${mostMembers} records; decide about its parts`);
  return members.map(({ record_key }) => record_key);
};

/** Queues the connect after which a decision shows. */
export const connectFor = async ({
  caller,
  transaction,
  traceId,
}: Deciding): Promise<{ readonly task_id: string; readonly existing: boolean }> => {
  const { tenantId, userId: requestedBy } = caller;
  const { task_id, existing } = await acceptTask(
    transaction,
    connectTask({ tenantId, traceId, requestedBy }, {}),
  );
  return { task_id, existing };
};

/** Where a decision is taken back. */
const undoPath = (decisionId: string): string => `/api/v1/dcl/decisions/${decisionId}/undo`;

/** Stores a decision with its event and its inverse, and queues the connect after which it shows. */
export const decide = async (deciding: Deciding, decision: Decision) => {
  const { transaction, caller, traceId, note } = deciding;
  const { entity, constraint, reason, event } = decision;
  const decisionId = await addConstraint(transaction, { entity, constraint, reason, userId: caller.userId });
  const task = await connectFor(deciding);
  note({
    subject: { kind: entity, id: event.goldenId },
    after: { decision_id: decisionId, kind: constraint.kind },
  });
  await appendEvent(transaction, {
    type: event.type,
    traceId,
    taskId: task.task_id,
    subject: { kind: entity, id: event.goldenId },
    data: {
      ...event.data,
      by: caller.userId,
      decision_id: decisionId,
      inverse: { method: 'POST', path: undoPath(decisionId) },
    },
  });
  return {
    status: 202 as const,
    headers: { Location: `/api/v1/tasks/${task.task_id}` },
    body: { decision_id: decisionId, ...task },
  };
};
