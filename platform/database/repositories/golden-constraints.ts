import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import type { Constraint } from '../../../domain/unify/constraints.ts';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type GoldenConstraint = Selectable<Tables['golden_constraints']>;

export interface NewConstraint {
  readonly entity: 'account' | 'contact';
  readonly constraint: Constraint;
  readonly reason: string | undefined;
  readonly userId: string;
}

/** Stores a person's decision about records; it holds in every build from the next one on. Answers its id. */
export const addConstraint = async (
  { db, tenantId }: TenantTransaction,
  { entity, constraint, reason, userId }: NewConstraint,
): Promise<string> => {
  const { kind, ...detail } = constraint;
  const constraintId = randomUUID();
  await db
    .insertInto('golden_constraints')
    .values({
      tenant_id: tenantId,
      constraint_id: constraintId,
      entity,
      kind,
      detail: JSON.stringify(detail),
      reason: reason ?? null,
      created_by: userId,
    })
    .execute();
  return constraintId;
};

/** Takes a decision back. Throws `not_found`, and `conflict` for one that is taken back already. */
export const revokeConstraint = async (
  { db }: TenantTransaction,
  constraintId: string,
  userId: string,
): Promise<GoldenConstraint> => {
  const known = await db
    .selectFrom('golden_constraints')
    .selectAll()
    .where('constraint_id', '=', constraintId)
    .forUpdate()
    .executeTakeFirst();
  if (known === undefined) throw new Fault('not_found', `There is no decision ${constraintId}`);
  if (known.revoked_at !== null) throw new Fault('conflict', 'This decision is taken back already');
  return await db
    .updateTable('golden_constraints')
    .set({ revoked_by: userId, revoked_at: sql<Date>`now()` })
    .where('constraint_id', '=', constraintId)
    .returningAll()
    .executeTakeFirstOrThrow();
};

/** The decisions that hold, oldest first. */
export const standingConstraints = async ({ db }: TenantTransaction): Promise<readonly GoldenConstraint[]> =>
  await db
    .selectFrom('golden_constraints')
    .selectAll()
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('constraint_id')
    .execute();

/** Whether people have decided, or taken back, anything since a generation was begun. */
export const decidedSince = async ({ db }: TenantTransaction, generation: number): Promise<boolean> => {
  const found = await db
    .selectFrom('golden_constraints as c')
    .innerJoin('dcl_generations as g', (join) => join.on('g.generation', '=', generation))
    .select('c.constraint_id')
    .where((is) =>
      is.or([
        is('c.created_at', '>=', is.ref('g.started_at')),
        is('c.revoked_at', '>=', is.ref('g.started_at')),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
};

/** A stored decision as unification takes it. */
export const constraintOf = ({ kind, detail }: Pick<GoldenConstraint, 'kind' | 'detail'>): Constraint =>
  ({ kind, ...detail }) as unknown as Constraint;

/** All decisions, newest first, behind `after`. */
export const listConstraints = async (
  { db }: TenantTransaction,
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly (GoldenConstraint & { readonly position: string })[]> => {
  const query = db
    .selectFrom('golden_constraints')
    .selectAll()
    .select(microseconds('created_at').as('position'))
    .orderBy('created_at', 'desc')
    .orderBy('constraint_id', 'desc')
    .limit(limit);
  return await (
    after === undefined ? query : query.where(olderThan('created_at', 'constraint_id', after))
  ).execute();
};
