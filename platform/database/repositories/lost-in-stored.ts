import { lostInRecord } from '../../../domain/repair/lost-in-record.ts';
import type { LostIn } from '../../../domain/repair/lost-in-record.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { shapesOf } from './source-shapes.ts';

/** Knows what an open ticket takes away from each of an object's stored records. */
export const lostInStored = async (
  transaction: TenantTransaction,
  connectionId: string,
  object: string,
  lost: readonly string[],
): Promise<LostIn> => {
  if (lost.length === 0) return () => [];
  const shapes = await shapesOf(transaction, connectionId, object);
  if (shapes === null) return () => lost;
  const { baseline, current, versions } = shapes;
  const known = new Map<string, readonly string[]>();
  return (schemaVersion, record) => {
    const columns = Object.keys(record);
    const signature = `${String(schemaVersion)} ${JSON.stringify(columns)}`;
    const readUnder = schemaVersion === null ? undefined : versions.get(schemaVersion);
    const found =
      known.get(signature) ?? lostInRecord(lost, { baseline, current, readUnder }, new Set(columns));
    known.set(signature, found);
    return found;
  };
};
