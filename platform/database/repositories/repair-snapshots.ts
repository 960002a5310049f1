import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type RepairSnapshot = Selectable<Tables['repair_snapshots']>;

/** Keeps a list of repairs with their digests for an hour, so that they can be decided at once as they were seen. */
export const addSnapshot = async (
  { db, tenantId }: TenantTransaction,
  repairs: readonly { readonly repair_id: string; readonly digest: string }[],
  createdBy: string,
): Promise<RepairSnapshot> => {
  await db
    .deleteFrom('repair_snapshots')
    .where('expires_at', '<', sql<Date>`now()`)
    .execute();
  return await db
    .insertInto('repair_snapshots')
    .values({
      tenant_id: tenantId,
      snapshot_id: randomUUID(),
      repairs: JSON.stringify(repairs),
      created_by: createdBy,
      expires_at: sql<Date>`now() + interval '1 hour'`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
};

/** A snapshot that has not expired, or undefined. */
export const findSnapshot = async (
  { db }: TenantTransaction,
  snapshotId: string,
): Promise<RepairSnapshot | undefined> =>
  await db
    .selectFrom('repair_snapshots')
    .selectAll()
    .where('snapshot_id', '=', snapshotId)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
