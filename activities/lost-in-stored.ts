import type { Json } from '../domain/json.ts';
import { lostInRecord } from '../domain/repair/lost-in-record.ts';
import { shapesOf } from '../platform/database/repositories/source-shapes.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';

/** The fields that are lost in a stored record, by the version of the shape it was read under and the columns it holds. */
export type LostIn = (
  schemaVersion: number | null,
  record: Readonly<Record<string, Json>>,
) => readonly string[];

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
