import { Fault } from '../../../domain/faults.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import { findGolden, redirectOf } from '../../../platform/database/repositories/golden-records.ts';
import type { GoldenRow } from '../../../platform/database/repositories/golden-records.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';

/**
 * A golden record by its id, or by one that was merged into it.
 * @throws Fault `not_found`
 */
export const existingGolden = async (
  transaction: TenantTransaction,
  entity: Entity,
  id: string,
): Promise<GoldenRow> => {
  const found = await findGolden(transaction, entity, id);
  if (found !== undefined) return found;
  const heir = await redirectOf(transaction, entity, id);
  const row = heir === undefined ? undefined : await findGolden(transaction, entity, heir);
  if (row === undefined) throw new Fault('not_found', `There is no ${entity} ${id}`);
  return row;
};
