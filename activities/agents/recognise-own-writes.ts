import type { Json } from '../../domain/json.ts';
import type { Entity } from '../../domain/mapping/types.ts';
import { findGolden } from '../../platform/database/repositories/golden-records.ts';
import { currentGeneration } from '../../platform/database/repositories/dcl-generations.ts';
import { changeWriteback, writesToRecognise } from '../../platform/database/repositories/writeback-rows.ts';
import type { WritebackFound } from '../../platform/database/tables/agents.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { readSource } from './source-record.ts';

/**
 * Finds our own writes in what was read since: where the record's newest change is the one that the source named when we read
 * our value back, the change was ours, and nobody has worked on the record. A person's later change is never taken for ours.
 */
export const recogniseOwnWrites = async (
  transaction: TenantTransaction,
  generation: number,
): Promise<void> => {
  const current = await currentGeneration(transaction);
  if (current?.generation !== generation) return;
  for (const row of await writesToRecognise(transaction)) {
    const golden = await findGolden(transaction, row.entity as Entity, row.golden_id);
    const source = golden?.sources.find(({ connection_id }) => connection_id === row.connection_id);
    if (golden === undefined || source === undefined) continue;
    const { extras } = await readSource(transaction, source);
    if (!isSame(row.found, extras)) continue;
    const updatedAt = golden.values['updated_at'];
    await changeWriteback(transaction, row.writeback_id, {
      read_again: generation,
      changed_after: typeof updatedAt === 'string' ? updatedAt : null,
    });
  }
};

const isSame = (found: WritebackFound | null, extras: Readonly<Record<string, Json>>): boolean => {
  if (found === null || found.field === null || found.changed_at === null) return false;
  const shown = extras[found.field];
  return typeof shown === 'string' && Date.parse(shown) === Date.parse(found.changed_at);
};
