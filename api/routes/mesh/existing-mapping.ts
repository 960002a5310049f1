import { Fault } from '../../../domain/faults.ts';
import { findMapping, findMappingVersion } from '../../../platform/database/repositories/mapping-history.ts';
import type {
  MappingKey,
  MappingRow,
  MappingVersion,
} from '../../../platform/database/repositories/mapping-history.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { mappingKeyOf, unknownMapping } from './mapping-id.ts';

/** The mapping that an id names. Throws `not_found`, also for another tenant's and a deleted connection's. */
export const existingMapping = async (
  transaction: TenantTransaction,
  mappingId: string,
): Promise<{ readonly key: MappingKey; readonly row: MappingRow }> => {
  const key = mappingKeyOf(mappingId);
  const row = await findMapping(transaction, key);
  if (row === undefined) throw unknownMapping();
  return { key, row };
};

/** A version of a mapping. Throws `not_found`. */
export const existingVersion = async (
  transaction: TenantTransaction,
  key: MappingKey,
  version: number,
): Promise<MappingVersion> => {
  const found = await findMappingVersion(transaction, key, version);
  if (found === undefined) throw new Fault('not_found', `The mapping has no version ${version}`);
  return found;
};
