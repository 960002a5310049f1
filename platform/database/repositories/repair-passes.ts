import { Fault } from '../../../domain/faults.ts';
import { afterPrefix, recordKeyPrefix } from '../../../domain/record-keys.ts';
import { mostSampleRows, passMapper, tally } from '../../../domain/repair/pass.ts';
import type { PassMapper } from '../../../domain/repair/pass.ts';
import type { ChangeEdit, RepairPass } from '../../../domain/repair/repair.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { lostInStored } from './lost-in-stored.ts';
import { lastSeq, pinnedRecords } from './pinned-records.ts';
import { refuseStale } from './repair-decisions.ts';
import { editedMappings, stillLostPaths } from './repair-documents.ts';
import { findRepair, findTicket } from './repairs.ts';
import type { Repair } from './repairs.ts';

/** A range of `pinnedRecords`, and what a repair's documents make of each of its records. */
export interface PassQuestion {
  readonly from: string;
  readonly to: string;
  readonly map: PassMapper;
}

/** What a pass over a repair's stored records asks; null where it changes no mapping that has any. */
export const passOver = async (
  transaction: TenantTransaction,
  repair: Repair,
): Promise<PassQuestion | null> => {
  const { connection_id: connectionId, object, stream, mappings } = repair;
  const connection = await transaction.db
    .selectFrom('connections')
    .select('slug')
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  if (connection === undefined || stream === null || mappings.length === 0) return null;
  const prefix = recordKeyPrefix(connection.slug, stream);
  const ticket = await findTicket(transaction, repair.drift_event_id);
  const lost = await stillLostPaths(transaction, repair, ticket?.lost ?? []);
  const lostIn = await lostInStored(transaction, connectionId, object, lost);
  return { from: `${prefix}\n`, to: afterPrefix(prefix), map: passMapper(mappings, lostIn) };
};

/** A person waits for the answer, so no more records than these are looked at. */
const mostLookedAt = 5_000;
const chunk = 1_000;

/**
 * What a repair would do to the stored records if these of its changes alone were approved: the rows are those that the shadow
 * pass comes to, as long as nothing is read in between. `done` is false where only the first records were looked at. Throws
 * `not_found`, and what `decideRepair` throws for the same digest and edits.
 */
export const previewEdits = async (
  transaction: TenantTransaction,
  {
    repairId,
    digest,
    edits,
  }: {
    readonly repairId: string;
    readonly digest: string;
    readonly edits: readonly ChangeEdit[];
  },
): Promise<FirstRecords> => {
  const repair = await findRepair(transaction, repairId);
  if (repair === undefined) throw new Fault('not_found', `There is no repair ${repairId}`);
  await refuseStale(transaction, repair, { digest });
  const mappings = await editedMappings(transaction, repair, edits);
  return await passOverFirst(transaction, await passOver(transaction, { ...repair, mappings }));
};

/** A pass over the first stored records, and whether they were all. */
export type FirstRecords = Pick<RepairPass, 'seq' | 'done' | 'counts' | 'rows'>;

/** Goes over as many records as somebody who waits for it may be kept waiting by; over none where there is no question. */
export const passOverFirst = async (
  transaction: TenantTransaction,
  over: PassQuestion | null,
): Promise<FirstRecords> => {
  const seq = await lastSeq(transaction);
  let sofar: Pick<RepairPass, 'counts' | 'rows'> = { counts: [], rows: [] };
  if (over === null) return { seq, done: true, ...sofar };
  let after = over.from;
  for (let lookedAt = 0; lookedAt < mostLookedAt; lookedAt += chunk) {
    const { records, last } = await pinnedRecords(transaction, { seq, after, to: over.to }, chunk);
    if (last === null) return { seq, done: true, ...sofar };
    const { counts, rows } = tally(over.map, sofar, records);
    sofar = { counts, rows };
    if (rows.length === mostSampleRows) break;
    after = last;
  }
  return { seq, done: false, ...sofar };
};
