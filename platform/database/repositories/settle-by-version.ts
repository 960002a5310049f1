import { parseMapping } from '../../../domain/mapping/parse.ts';
import { unanswered, writtenChanges } from '../../../domain/repair/answered.ts';
import type { Written } from '../../../domain/repair/answered.ts';
import { isRepairable } from '../../../domain/repair/repairable.ts';
import type { RepairedMapping } from '../../../domain/repair/repair.ts';
import { keyDoubts, keyLoss } from '../../../domain/schema/record-key.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { decideByHand } from './repair-decisions.ts';
import { lockLiveRepair } from './repairs.ts';
import type { DriftEvent } from './repairs.ts';
import { shapesOf } from './source-shapes.ts';
import { activeMappings } from './streams.ts';
import type { ActiveMapping } from './streams.ts';

export interface WrittenVersion {
  readonly connectionId: string;
  readonly stream: string;
  readonly object: string;
  readonly entity: string;
  readonly version: number;
  /** Why the person wrote it. */
  readonly reason: string;
  readonly userId: string;
  readonly traceId: string;
}

/**
 * Settles the object's open ticket where a version that a person has just made active answers all of it: nothing lost is read
 * any more but by rules written for it, and the records can be told apart. It is a repair by that person, decided by that
 * version; the ticket closes once what is stored was replayed.
 */
export const settleByVersion = async (
  transaction: TenantTransaction,
  written: WrittenVersion,
): Promise<void> => {
  const { connectionId, object, stream } = written;
  const ticket = await openTicketOf(transaction, written);
  if (ticket === undefined) return;
  const live = await lockLiveRepair(transaction, ticket.drift_event_id);
  // What is approved already is brought to its end, or fails there because the mapping has changed.
  if (live !== undefined && live.state !== 'proposed') return;
  const shapes = await shapesOf(transaction, connectionId, object);
  if (shapes === null) return;
  const seen = await mappingsWhenSeen(transaction, ticket, stream);
  const change = { baseline: shapes.baseline, current: shapes.current, lost: ticket.lost };
  const active = (await activeMappings(transaction, connectionId, stream)).map((one) => {
    const before = seen.get(one.entity);
    const parsed = before === undefined ? undefined : parseMapping(before);
    return { ...one, change, mapping: parseMapping(one.document), before: parsed };
  });
  if (!active.every(isAnswer)) return;
  await decideByHand(
    transaction,
    ticket,
    {
      digest: ticket.digest,
      reason: `Version ${written.version} of the mapping to ${written.entity}: ${written.reason}`,
      decidedBy: written.userId,
      traceId: written.traceId,
    },
    { stream, mappings: active.map(asRepaired).filter(({ changes }) => changes.length > 0) },
  );
};

type ActiveWritten = ActiveMapping & Written;

const isAnswer = (written: ActiveWritten): boolean => {
  const { change, mapping } = written;
  const { key, changeField } = mapping;
  const question = { key, changeField, ...change };
  return (
    unanswered(written).length === 0 &&
    keyLoss(question, change.lost) === null &&
    keyDoubts(question, change.lost).length === 0
  );
};

/** The version is there and active already: nothing is left to be inserted. */
const asRepaired = (written: ActiveWritten): RepairedMapping => ({
  entity: written.entity,
  from_version: written.version,
  to_version: written.version,
  document: written.document,
  changes: writtenChanges(written),
});

/** Of a change of its shape that a mapping can answer; one that takes nothing away has nothing that one would give back. */
const openTicketOf = async (
  { db }: TenantTransaction,
  { connectionId, object }: WrittenVersion,
): Promise<DriftEvent | undefined> => {
  const ticket = await db
    .selectFrom('drift_events')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  if (ticket === undefined || !isRepairable(ticket.kind) || ticket.kind === 'object_removed')
    return undefined;
  const takesAway = ticket.lost.length > 0 || ticket.kind === 'key_change';
  return takesAway && !('closing' in ticket.detail) ? ticket : undefined;
};

/** The documents of a stream's newest versions at the time when the ticket's present difference was seen, by entity. */
const mappingsWhenSeen = async (
  { db }: TenantTransaction,
  { connection_id: connectionId, drift_event_id: driftEventId }: DriftEvent,
  stream: string,
): Promise<ReadonlyMap<string, string>> => {
  const rows = await db
    .selectFrom('mapping_versions')
    .distinctOn('entity')
    .select(['entity', 'document'])
    .where('connection_id', '=', connectionId)
    .where('stream', '=', stream)
    .where('created_at', '<=', (eb) =>
      eb
        .selectFrom('schema_changes')
        .select((of) => of.fn.max('seen_at').as('seen_at'))
        .where('drift_event_id', '=', driftEventId),
    )
    .orderBy('entity')
    .orderBy('version', 'desc')
    .execute();
  return new Map(rows.map(({ entity, document }) => [entity, document]));
};
