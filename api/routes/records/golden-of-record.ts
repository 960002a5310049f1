import type { z } from 'zod';
import { viewNames } from '../../../domain/dcl/views.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import { findGolden, goldenOf } from '../../../platform/database/repositories/golden-records.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import type { record } from '../../contract/records.ts';
import { originsOf } from '../dcl/golden-view.ts';

/** The golden record that a source record belongs to, and which of its values are the record's; null where there is none. */
export const goldenOfRecord = async (
  transaction: TenantTransaction,
  entity: Entity,
  recordKey: string,
): Promise<z.input<typeof record>['golden']> => {
  const [member] = await goldenOf(transaction, entity, [recordKey]);
  if (member === undefined) return null;
  const row = await findGolden(transaction, entity, member.golden_id);
  if (row === undefined) return null;
  return {
    view: viewNames[entity],
    golden_id: row.id,
    confidence: member.confidence,
    generation: row.generation,
    records: row.sources.length,
    values: originsOf(entity, row)
      .filter((origin) => origin.record_key === recordKey)
      .map(({ field, rule, mapping_version }) => ({ field, rule, mapping_version })),
  };
};
