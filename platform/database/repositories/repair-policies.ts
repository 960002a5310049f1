import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { ticketPolicy } from '../../../domain/repair/policy.ts';
import type { RepairPolicy } from '../../../domain/repair/policy.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type RepairPolicyRow = Selectable<Tables['repair_policies']>;

/** Where a policy holds; null stands for all. */
export interface PolicyScope {
  readonly connectionId: string | null;
  readonly object: string | null;
  readonly field: string | null;
}

/** The tenant's policies, the widest first; with a connection those that can matter to it. */
export const listPolicies = async (
  { db }: TenantTransaction,
  connectionId?: string,
): Promise<readonly RepairPolicyRow[]> => {
  let query = db
    .selectFrom('repair_policies')
    .selectAll()
    .orderBy('connection_id', (order) => order.asc().nullsFirst())
    .orderBy('object', (order) => order.asc().nullsFirst())
    .orderBy('field', (order) => order.asc().nullsFirst());
  if (connectionId !== undefined)
    query = query.where((where) =>
      where.or([where('connection_id', 'is', null), where('connection_id', '=', connectionId)]),
    );
  return await query.execute();
};

/** Sets the policy of a place; there is one row for each. */
export const setPolicy = async (
  { db, tenantId }: TenantTransaction,
  scope: PolicyScope,
  policy: RepairPolicy,
  updatedBy: string,
): Promise<RepairPolicyRow> =>
  await db
    .insertInto('repair_policies')
    .values({
      tenant_id: tenantId,
      policy_id: randomUUID(),
      connection_id: scope.connectionId,
      object: scope.object,
      field: scope.field,
      policy,
      updated_by: updatedBy,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'connection_id', 'object', 'field'])
        .doUpdateSet({ policy, updated_by: updatedBy, updated_at: sql<Date>`now()` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();

/** Removes a policy, so that the wider one holds; false where there is none of that id. */
export const removePolicy = async ({ db }: TenantTransaction, policyId: string): Promise<boolean> => {
  const removed = await db
    .deleteFrom('repair_policies')
    .where('policy_id', '=', policyId)
    .returning('policy_id')
    .executeTakeFirst();
  return removed !== undefined;
};

/** Objects of a connection whose open ticket touches something frozen: they are not read until a person has settled it. */
export const frozenObjects = async (
  transaction: TenantTransaction,
  connectionId: string,
): Promise<ReadonlySet<string>> => {
  const policies = await listPolicies(transaction, connectionId);
  if (!policies.some(({ policy }) => policy === 'freeze')) return new Set();
  const tickets = await transaction.db
    .selectFrom('drift_events')
    .select(['object', 'lost'])
    .where('connection_id', '=', connectionId)
    .where('state', '<>', 'closed')
    .where('kind', '<>', 'object_added')
    .execute();
  const frozen = tickets.filter(
    ({ object, lost }) => ticketPolicy(policies, { connectionId, object }, lost) === 'freeze',
  );
  return new Set(frozen.map(({ object }) => object));
};
